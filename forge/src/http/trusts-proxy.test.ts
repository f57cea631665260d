import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../config.js'
import { clientAddress, trustsProxy } from './client-address.js'

/** Where a request is taken to come from, whose socket and header say so, under ANVIL_TRUST_PROXY. */
function addressOf(trusted: string, remoteAddress: string, forwarded?: string): string {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress })
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  const request = Object.assign(new IncomingMessage(socket), { headers })
  return clientAddress(request, trustsProxy(parseConfig({ ANVIL_TRUST_PROXY: trusted }).trustProxy))
}

describe('a proxy', () => {
  it.each([
    ['', '10.0.0.1', '203.0.113.7', '10.0.0.1'],
    ['0', '10.0.0.1', '203.0.113.7', '10.0.0.1'],
    ['1', '10.0.0.1', '198.51.100.9, 203.0.113.7', '203.0.113.7'],
    ['2', '10.0.0.1', '198.51.100.9, 203.0.113.7', '198.51.100.9'],
    ['3', '10.0.0.1', '198.51.100.9, 203.0.113.7', '198.51.100.9'],
    ['10.0.0.1', '10.0.0.1', '198.51.100.9, 203.0.113.7', '203.0.113.7'],
    ['10.0.0.1', '10.0.0.2', '203.0.113.7', '10.0.0.2'],
    ['10.0.0.0/8', '10.9.9.9', '198.51.100.9, 10.1.1.1', '198.51.100.9'],
    ['10.0.0.0/8', '11.0.0.1', '203.0.113.7', '11.0.0.1'],
    ['10.0.0.0/8', '::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['::ffff:10.0.0.1', '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['fd00::/8', 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['fd00::/8', '10.0.0.1', '203.0.113.7', '10.0.0.1'],
    ['0.0.0.0/0', 'fd00::1', '203.0.113.7', 'fd00::1'],
    ['10.0.0.0/8', '10.0.0.1', undefined, '10.0.0.1'],
  ])('trusted by "%s" at %s that says %j lets FORGE see %s', (trusted, remote, forwarded, seen) => {
    expect(addressOf(trusted, remote, forwarded)).toBe(seen)
  })
})
