import { isolate } from '@anvil/shared'

/** What became of the other sessions of a person. */
export function sayEnded(count: number): string {
  if (count === 0) return 'You had no other session.'
  return count === 1 ? '1 other session is ended.' : `${count} other sessions are ended.`
}

/** Which API keys go on after a new password, in case one of them is not trusted; nothing where there are none. */
export function sayKeysLeft(keys: readonly { name: string }[]): string {
  if (keys.length === 0) return ''
  const names = keys.map(({ name }) => isolate(name)).join(', ')
  return ` Your API keys go on: ${names}. End those that you do not trust.`
}
