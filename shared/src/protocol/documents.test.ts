import { expect, it } from 'vitest'
import { Ack, Heartbeat } from './live-socket.js'
import { BundledPrompt, Envelope, Manifest } from './documents.js'

const text = { kind: 'text', template: 'Hi', delimiters: null, variables: {}, metadata: {} }
const manifest = {
  format: 1,
  forge_id: 'a',
  project_id: '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b',
  environment: 'production',
  keyset: 1,
  epoch: 1,
  sequence: 0,
  issued_at: '2026-01-15T10:30:00Z',
  expires_at: '2026-01-22T10:30:00Z',
  min_client: 1,
  bundles: [],
}

it('keeps fields of a newer FORGE that it does not know', () => {
  expect(Manifest.parse({ ...manifest, train: 'night' })).toMatchObject({ train: 'night' })
})

it.each([
  ['another format', { format: 2 }],
  ['a local time', { issued_at: '2026-01-15T10:30:00+01:00' }],
  ['a negative sequence', { sequence: -1 }],
  ['a fraction', { sequence: 1.5 }],
  ['an environment that is no slug', { environment: 'Prod!' }],
])('refuses a manifest with %s', (_, change) => {
  expect(Manifest.safeParse({ ...manifest, ...change }).success).toBe(false)
})

it('tells text and chat prompts apart', () => {
  expect(BundledPrompt.safeParse(text).success).toBe(true)
  expect(BundledPrompt.safeParse({ ...text, kind: 'chat' }).success).toBe(false)
  expect(BundledPrompt.safeParse({ ...text, kind: 'chat', messages: [{ role: 'user', template: 'Hi' }] }).success).toBe(
    true,
  )
})

it('takes exactly the known fields of an envelope', () => {
  const envelope = { payloadType: 't', payload: '', signatures: [{ keyid: 'a'.repeat(64), sig: '' }] }
  expect(Envelope.safeParse(envelope).success).toBe(true)
  expect(Envelope.safeParse({ ...envelope, extra: 1 }).success).toBe(false)
})

it('reads an unknown rejection code as internal', () => {
  const ack = Ack.parse({ epoch: 1, sequence: 2, result: 'rejected', code: 'moon.full', took_ms: 3 })
  expect(ack.code).toBe('internal')
})

it('refuses a heartbeat with negative counters', () => {
  const beat = { state: 'READY', mode: 'accepting', running: null, wanted: null, prompts: 0 }
  expect(Heartbeat.safeParse({ ...beat, counters: { renders: -1, errors: 0, missing: 0 } }).success).toBe(false)
})
