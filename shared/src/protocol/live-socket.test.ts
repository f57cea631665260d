import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { PushRequest } from './live-http.js'
import { Ack, Goodbye, Handshake, Heartbeat, ManifestPush, Pace, Welcome } from './live-socket.js'

const ack = { epoch: 1, sequence: 0, result: 'applied', took_ms: 0 }
const instance = { id: 'web-1.a:0', app: 'shop', host: 'h', pid: 0, sdk: 's', runtime: 'node' }
const handshake = { token: 't', instance, mode: 'accepting', have: null, trust: 'none', insecure: false }
const counters = { renders: 0, errors: 0, missing: 0 }
const heartbeat = { state: 'READY', mode: 'frozen', running: null, wanted: null, prompts: 0, counters }
const pace = { retry: { base_ms: 1, cap_ms: 1 }, ping_ms: 1, heartbeat_ms: 1 }
const envelope = { payloadType: 't', payload: '', signatures: [{ keyid: '0'.repeat(64), sig: '' }] }
const push = { manifest: envelope, forge_url: 'u', project_id: '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b', pushed_at: 't' }
const INT32 = 2_147_483_647
const x = (length: number): string => 'x'.repeat(length)
const of = (change: object) => ({ ...handshake, instance: { ...instance, ...change } })
const labels = (name: string, value: string) => of({ labels: { [name]: value } })
const taken = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success

describe('what an instance says is taken up to its limit, and not one step beyond', () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ['an epoch of 32 bits', Ack, { ...ack, epoch: INT32 }, { ...ack, epoch: INT32 + 1 }],
    ['the first epoch', Ack, { ...ack, epoch: 1 }, { ...ack, epoch: 0 }],
    ['a sequence that is exact', Ack, { ...ack, sequence: 2 ** 53 - 1 }, { ...ack, sequence: 2 ** 53 }],
    ['the first sequence', Ack, { ...ack, sequence: 0 }, { ...ack, sequence: -1 }],
    ['a detail of 2,000', Ack, { ...ack, detail: x(2_000) }, { ...ack, detail: x(2_001) }],
    ['a detail of text', Ack, { ...ack, detail: '👋' }, { ...ack, detail: '\ud83d' }],
    ['a detail without NUL', Ack, { ...ack, detail: '\n' }, { ...ack, detail: '\0' }],
    ['a time it took', Ack, { ...ack, took_ms: 0.5 }, { ...ack, took_ms: -0.5 }],
    ['a time that ends', Ack, ack, { ...ack, took_ms: Infinity }],
    ['a result', Ack, { ...ack, result: 'rolled_back' }, { ...ack, result: 'perhaps' }],
    ['a token of 256', Handshake, { ...handshake, token: x(256) }, { ...handshake, token: x(257) }],
    ['an id of 64', Handshake, of({ id: x(64) }), of({ id: x(65) })],
    ['an id of one', Handshake, of({ id: 'x' }), of({ id: '' })],
    ['an id without folders', Handshake, of({ id: 'a.b' }), of({ id: 'a/b' })],
    ['an id of one line', Handshake, of({ id: 'a' }), of({ id: 'a\n' })],
    ['an app of 256', Handshake, of({ app: x(256) }), of({ app: x(257) })],
    ['a host of text', Handshake, of({ host: 'ü' }), of({ host: '\udc00' })],
    ['a whole pid', Handshake, of({ pid: 1 }), of({ pid: 1.5 })],
    ['labels of 256', Handshake, labels('a', x(256)), labels('a', x(257))],
    ['names of labels of 256', Handshake, labels(x(256), 'a'), labels(x(257), 'a')],
    ['names of labels of text', Handshake, labels('é', 'a'), labels('\0', 'a')],
    ['an address', Handshake, receiver('https://a.example'), receiver('a.example')],
    ['a long address', Handshake, receiver(`https://a.example/${x(2_030)}`), receiver(`https://a.example/${x(2_031)}`)],
    ['prompts of 32 bits', Heartbeat, { ...heartbeat, prompts: INT32 }, { ...heartbeat, prompts: INT32 + 1 }],
    ['a state', Heartbeat, { ...heartbeat, state: 'STALE' }, { ...heartbeat, state: 'stale' }],
    ['what it runs', Heartbeat, running({ epoch: 1, sequence: 0 }), running({ epoch: 0, sequence: 0 })],
    ['whole counters', Heartbeat, counting({ errors: 1 }), counting({ errors: 0.1 })],
  ])('%s', (_, schema, most, more) => {
    expect(taken(schema, most)).toBe(true)
    expect(taken(schema, more)).toBe(false)
  })

  function receiver(receiver_url: string): object {
    return { ...handshake, receiver_url }
  }
  function running(position: object): object {
    return { ...heartbeat, running: position }
  }
  function counting(change: object): object {
    return { ...heartbeat, counters: { ...counters, ...change } }
  }
})

describe('what FORGE says is taken only where a client can live by it', () => {
  const welcome = { server_time: 't', pace, manifest: null }

  it.each<[string, z.ZodType, unknown, unknown]>([
    ['a pace', Pace, pace, { ...pace, ping_ms: 0 }],
    ['a pace that ends', Pace, pace, { ...pace, heartbeat_ms: Infinity }],
    ['a pause between attempts', Pace, pace, { ...pace, retry: { base_ms: 0, cap_ms: 1 } }],
    ['a cap of pauses', Pace, pace, { ...pace, retry: { base_ms: 1, cap_ms: -1 } }],
    ['a welcome with its pace', Welcome, welcome, { ...welcome, pace: undefined }],
    ['a spread', ManifestPush, spread(0), spread(-1)],
    ['a signed manifest', ManifestPush, spread(1), { ...spread(1), envelope: {} }],
    ['a time to come back', Goodbye, goodbye(0), goodbye(-1)],
    ['200 bundles', PushRequest, { ...push, bundles: bundles(200) }, { ...push, bundles: bundles(201) }],
    ['1,000 keysets', PushRequest, { ...push, keysets: keysets(1_000) }, { ...push, keysets: keysets(1_001) }],
    ['an address of 2,048', PushRequest, { ...push, forge_url: x(2_048) }, { ...push, forge_url: x(2_049) }],
    ['its project', PushRequest, push, { ...push, project_id: 'p' }],
  ])('%s', (_, schema, good, bad) => {
    expect(taken(schema, good)).toBe(true)
    expect(taken(schema, bad)).toBe(false)
  })

  it('a farewell of a newer FORGE is understood as one', () => {
    expect(Goodbye.parse({ code: 'moon.full', message: 'Come back tomorrow' })).toEqual({
      code: 'internal',
      message: 'Come back tomorrow',
    })
  })

  function spread(fetch_spread_ms: number): object {
    return { envelope, fetch_spread_ms, bundles: {} }
  }
  function goodbye(retry_after_ms: number): object {
    return { code: 'forge.unavailable', message: 'm', retry_after_ms }
  }
  function bundles(count: number): object[] {
    return Array.from({ length: count }, () => ({}))
  }
  function keysets(count: number): object[] {
    return Array.from({ length: count }, () => envelope)
  }
})
