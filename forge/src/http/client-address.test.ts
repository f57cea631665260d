import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { clientAddress, trustsProxy } from './client-address.js'

function requestFrom(remoteAddress: string, forwarded: string): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress })
  return Object.assign(new IncomingMessage(socket), { headers: { 'x-forwarded-for': forwarded } })
}

describe('clientAddress', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['198.51.100.9, 203.0.113.7:4711', '203.0.113.7'],
    ['198.51.100.9, unknown', '127.0.0.1'],
    ['203.0.113.7:', '127.0.0.1'],
    ['[203.0.113.7', '127.0.0.1'],
    ['<script>', '127.0.0.1'],
    [', ,', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('reads "%s" from a trusted proxy as %s', (forwarded, address) => {
    expect(clientAddress(requestFrom('127.0.0.1', forwarded), trustsProxy({ hops: 1 }))).toBe(address)
  })
})
