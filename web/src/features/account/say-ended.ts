/** What became of the other sessions of a person. */
export function sayEnded(count: number): string {
  if (count === 0) return 'You had no other session.'
  return count === 1 ? '1 other session is ended.' : `${count} other sessions are ended.`
}
