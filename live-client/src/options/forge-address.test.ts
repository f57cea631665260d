import { describe, expect, it } from 'vitest'
import { forgeAddress, isInsecure } from './forge-address.js'

describe("FORGE's address", () => {
  it.each([
    ['https://forge.example.com', 'https://forge.example.com'],
    ['https://forge.example.com/', 'https://forge.example.com'],
    ['https://forge.example.com/anvil//', 'https://forge.example.com/anvil'],
    ['HTTPS://FORGE.example.com:443', 'https://forge.example.com'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
  ])('%s is read as %s', (given, read) => expect(forgeAddress(given)).toBe(read))

  it.each(['', 'forge.example.com', 'ftp://x', 'file:///etc/passwd', 'javascript:alert(1)', 'ws://x', 7, null])(
    '%j is none',
    (given) => expect(() => forgeAddress(given)).toThrow(/address such as/),
  )

  it.each(['https://a@b', 'https://a:b@c', 'https://x?y', 'https://x#y'])(
    '%s is refused: nothing secret or needless belongs in it',
    (given) => expect(() => forgeAddress(given)).toThrow(/without user, password, query or fragment/),
  )

  it.each([
    ['https://forge.example.com', false],
    ['http://forge.example.com', true],
    ['http://localhost', false],
    ['http://127.0.0.1:4000', false],
    ['http://127.9.9.9', false],
    ['http://[::1]', false],
    ['http://localhost.example.com', true],
    ['http://127.0.0.1.example.com', true],
    ['http://10.0.0.1', true],
    ['http://2130706433', false],
  ])('%s goes over the network in the clear: %s', (address, insecure) => expect(isInsecure(address)).toBe(insecure))
})
