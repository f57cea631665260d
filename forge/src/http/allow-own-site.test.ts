import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../config.js'
import { allowOwnSite } from './allow-own-site.js'

/** What Socket.IO hears of a dial with these headers: the problem, and whether it goes on. */
function heard(headers: Record<string, string>, env: Record<string, string> = {}): unknown[] {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '127.0.0.1' })
  const req: IncomingMessage = Object.assign(Object.create(null), {
    headers: { host: 'forge.example', ...headers },
    socket,
  })
  const answers: unknown[] = []
  allowOwnSite(parseConfig(env))(req, (...answer) => void answers.push(...answer))
  return answers
}

describe('a socket', () => {
  it.each<[string, Record<string, string>, Record<string, string>?]>([
    ['a program', {}],
    ['FORGE’s own page', { origin: 'http://forge.example' }],
    ['FORGE’s own page as browsers tell', { origin: 'http://forge.example', 'sec-fetch-site': 'same-origin' }],
    ['the public address', { origin: 'https://a.example' }, { ANVIL_PUBLIC_URL: 'https://a.example' }],
  ])('is opened to %s', (_who, headers, env) => {
    expect(heard(headers, env)).toEqual([undefined, true])
  })

  it.each<[string, Record<string, string>]>([
    ['https://evil.example', { origin: 'https://evil.example' }],
    ['null', { origin: 'null' }],
    ['https://forge.example.evil', { origin: 'https://forge.example.evil' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused to a page of %s, which is named with the way out', (origin, headers) => {
    const [problem, isAllowed] = heard(headers)
    expect(isAllowed).toBe(false)
    expect(problem).toContain(`A page of ${origin} asked for this`)
    expect(problem).toContain('set ANVIL_PUBLIC_URL')
  })
})
