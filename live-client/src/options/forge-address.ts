import { WrongValue } from './readers.js'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether an address goes over the network unencrypted. */
export function isInsecure(forgeUrl: string): boolean {
  const url = new URL(forgeUrl)
  return url.protocol === 'http:' && !LOOPBACK.test(url.hostname)
}

/** Reads FORGE's address; a slash at its end is dropped. */
export function forgeAddress(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new WrongValue('must be an address such as https://forge.example.com')
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new WrongValue('must be an address without user, password, query or fragment')
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
