import { gzipSync } from 'node:zlib'
import { canonicalBytes, sha256Hex } from '@anvil/shared/bundle'
import type { Bundle, ManifestEntry } from '@anvil/shared'
import { aKeyset, PROJECT_ID, PROMPT_SET_ID, testKey, textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import type { Anvil } from '../src/anvil.js'
import { bundleOf, fresh, time } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'
import { serveSockets } from './support/live-server.js'
import { KEYSET_TYPE, MANIFEST_TYPE, rawEnvelope } from './support/raw-envelope.js'

const harness = useHarness()
const root = testKey('root')
const signer = testKey('signer')
const one = bundleOf({ hello: 'one' })
const BOM = '\uFEFF'
const DEEP = `${'['.repeat(5_000)}${']'.repeat(5_000)}`

/** A client that runs sequence 5, text "one". */
async function running(): Promise<Anvil> {
  harness.forge.publish([one], fresh(5))
  const client = harness.client()
  await client.start()
  return client
}

/** Serves an envelope; the code of its refusal, once it is seen that what runs stayed. */
async function refusalOf(envelope: Uint8Array | string): Promise<string> {
  const client = await running()
  const rejected = next(client, 'rejected')
  harness.forge.serve(Buffer.from(envelope))
  const { error } = await rejected
  expect([client.prompt('hello'), client.status().sequence]).toEqual(['one', 5])
  expect(client.status().last_error?.code).toBe(error.code)
  return error.code
}

const good = (): string => Buffer.from(harness.forge.forge.publish([one], fresh(6)).envelope).toString()
const payloadOf = (envelope: string): string =>
  Buffer.from(/"payload":"([^"]*)"/.exec(envelope)?.[1] ?? '', 'base64').toString()

describe("a manifest's envelope", () => {
  it.each<[string, (text: string) => string | Uint8Array]>([
    ['with the payload twice', (text) => text.replace('{', '{"payload":"e30=",')],
    ['with a byte order mark', (text) => BOM + text],
    ['with __proto__ in it', (text) => text.replace('{', '{"__proto__":{},')],
    ['with __proto__ by an escape', (text) => text.replace('{', String.raw`{"\u005f_proto__":{},`)],
    ['that nests deeply', (text) => text.replace('{', `{"more":${DEEP},`)],
    ['with a field of its own', (text) => text.replace('{', '{"alg":"none",')],
    ['with a field in its signature', (text) => text.replace('"keyid"', '"alg":"none","keyid"')],
    ['without a signature', (text) => text.replace(/"signatures":\[.*?\]/, '"signatures":[]')],
    ['signed twice by one key', (text) => text.replace(/"signatures":\[(.*?)\]/, '"signatures":[$1,$1]')],
    ['in base64 of another spelling', (text) => text.replace(/("payload":"[^"]*?)=*"/, '$1===="')],
    ['in base64url', (text) => text.replace(/("sig":"[^"]*?)=*"/, '$1"')],
    ['of another payload type', (text) => text.replace('manifest.v1', 'keyset.v1')],
    ['with text after it', (text) => `${text} x`],
    ['in UTF-16', (text) => Buffer.from(text, 'utf16le')],
    ['with bytes that are no UTF-8', (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])])],
  ])('%s is refused, and what runs stays', async (_, alter) => {
    expect(await refusalOf(alter(good()))).toBe('manifest.malformed')
  })

  it('that names our key over the signature of another is refused', async () => {
    const { signatures, ...rest } = JSON.parse(
      Buffer.from(rawEnvelope(MANIFEST_TYPE, payloadOf(good()), testKey('stranger'))).toString(),
    )
    const claimed = signatures.map((signature: object) => ({ ...signature, keyid: signer.id }))
    expect(await refusalOf(canonicalBytes({ ...rest, signatures: claimed }))).toBe('manifest.bad_signature')
  })

  it('of more bytes than any may have is not read to its end', async () => {
    const client = await running()
    const failed = next(client, 'error')
    harness.forge.serve(Buffer.alloc(97 * 1024, 0x20))
    expect((await failed).code).toBe('manifest.too_large')
    expect(client.prompt('hello')).toBe('one')
  })
})

describe("a manifest's payload, well signed", () => {
  it.each<[string, (text: string) => string]>([
    ['with the sequence twice', (text) => text.replace('"sequence":6', '"sequence":6,"sequence":6')],
    ['with a key twice, once by an escape', (text) => text.replace('{', String.raw`{"\u0065poch":1,`)],
    ['with a byte order mark', (text) => BOM + text],
    ['with __proto__ in it', (text) => text.replace('{', '{"__proto__":{"bundles":[]},')],
    ['that nests deeply', (text) => text.replace('{', `{"more":${DEEP.slice(2_000, -2_000)},`)],
    ['with NUL in it', (text) => text.replace('"format"', String.raw`"more":"\u0000","format"`)],
    ['with half a surrogate pair', (text) => text.replace('"format"', String.raw`"more":"\ud800","format"`)],
    ['of an unknown format', (text) => text.replace('"format":1', '"format":2')],
    ['with a sequence that is no whole number', (text) => text.replace('"sequence":6', '"sequence":6.5')],
    ['with a sequence beyond all numbers', (text) => text.replace('"sequence":6', '"sequence":1e400')],
    ['with a time that is none', (text) => text.replace(/"expires_at":"[^"]*"/, '"expires_at":"2026-02-31T00:00:00Z"')],
    ['that lists a prompt set twice', (text) => text.replace(/"bundles":\[(.*?)\]/, '"bundles":[$1,$1]')],
    ['that is empty', () => ''],
    ['that is a list', () => '[]'],
  ])('%s is refused, and what runs stays', async (_, alter) => {
    expect(await refusalOf(rawEnvelope(MANIFEST_TYPE, alter(payloadOf(good())), signer))).toBe('manifest.malformed')
  })

  it('with fields of a newer FORGE is taken: they are kept and ignored', async () => {
    const client = await running()
    const changed = next(client, 'changed')
    const newer = payloadOf(good()).replace('{', '{"a_field_of_2030":{"x":[1]},')
    harness.forge.serve(rawEnvelope(MANIFEST_TYPE, newer, signer))
    await changed
    expect(client.status().sequence).toBe(6)
  })
})

describe('a keyset, well signed', () => {
  const second = (): string => {
    const issued_at = time(Date.now() - 1_000_000)
    return Buffer.from(canonicalBytes(aKeyset(root, [signer], { number: 2, issued_at }))).toString()
  }

  it.each<[string, (text: string) => string]>([
    ['with a key twice', (text) => text.replace('"number":2', '"number":2,"number":2')],
    ['with a byte order mark', (text) => BOM + text],
    ['with __proto__ in it', (text) => text.replace('{', '{"__proto__":{},')],
    ['that nests deeply', (text) => text.replace('{', `{"more":${DEEP.slice(2_000, -2_000)},`)],
    ['of an unknown format', (text) => text.replace('"format":1', '"format":9')],
    ['that gives a key the id of another', (text) => text.replaceAll(signer.id, root.id)],
    ['that names another FORGE', (text) => text.replace(/"forge_id":"[^"]*"/, `"forge_id":"${signer.id}"`)],
    ['that skips a number', (text) => text.replace('"number":2', '"number":3')],
    ['that falls back in epoch', (text) => text.replace('"epoch":1', '"epoch":0')],
  ])('%s is refused by a code of keysets, and what runs stays', async (_, alter) => {
    const client = await running()
    const failed = next(client, 'error')
    harness.forge.keysets.push(rawEnvelope(KEYSET_TYPE, alter(second()), root))
    expect((await failed).code).toMatch(/^(keyset\.|json\.)/)
    expect(client.prompt('hello')).toBe('one')
    expect(client.status().trust).toBe('pinned')
  })

  it('by a key that is no root is refused', async () => {
    const client = await running()
    const failed = next(client, 'error')
    harness.forge.keysets.push(rawEnvelope(KEYSET_TYPE, second(), signer))
    expect((await failed).code).toBe('keyset.bad_signature')
    expect(client.prompt('hello')).toBe('one')
  })
})

const text = (change: object = {}): string =>
  Buffer.from(canonicalBytes({ ...one, version: '2.0.0', ...change })).toString()
const snapshot = (ids: Record<string, unknown>): object => ({ snapshot: ids })

/** Announces any bytes as the bundle of sequence 6, by a manifest that is in order. */
function announce(bytes: Uint8Array): void {
  const gzip = gzipSync(bytes)
  const sha256 = sha256Hex(bytes)
  const set = { prompt_set_id: PROMPT_SET_ID, prompt_set: 'onboarding', version: '2.0.0' }
  const entry: ManifestEntry = { ...set, sha256, bytes: bytes.length, gzip_bytes: gzip.length }
  const { envelope } = harness.forge.forge.publish([], { ...fresh(6), bundles: [entry] })
  harness.forge.script.answer = (request, response) => {
    if (request.url?.endsWith(sha256) !== true) return false
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzip)
    return true
  }
  harness.forge.serve(envelope)
}

describe('a bundle with the digest that the manifest names', () => {
  it.each<[string, string, string | Uint8Array]>([
    ['with a prompt twice', 'bundle.malformed', text().replace('"snapshot":{', '"snapshot":{"hello":null,')],
    ['with a byte order mark', 'bundle.malformed', BOM + text()],
    ['with white space', 'bundle.malformed', ` ${text()}`],
    ['with its members in another order', 'bundle.malformed', JSON.stringify({ ...one, version: '2.0.0' })],
    ['that nests deeply', 'bundle.malformed', text().replace('"metadata":{}', `"metadata":{"x":${DEEP}}`)],
    ['cut short', 'bundle.malformed', text().slice(0, -5)],
    ['that is no JSON', 'bundle.malformed', '<html>'],
    ['with NUL in a text', 'bundle.malformed', text().replace('one', String.raw`\u0000`)],
    ['with __proto__ as an id', 'bundle.malformed', text().replace('"hello"', '"__proto__"')],
    ['with constructor as an id', 'bundle.bad_id', text(snapshot({ constructor: textPrompt('x') }))],
    ['with a path as an id', 'bundle.bad_id', text(snapshot({ '../etc/passwd': textPrompt('x') }))],
    ['of another project', 'bundle.malformed', text({ project_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c' })],
    ['of another version', 'bundle.malformed', text({ version: '9.9.9' })],
    ['of another prompt set', 'bundle.malformed', text({ prompt_set: 'elsewhere' })],
    ['with a template that ends in a tag', 'bundle.compile_error', text(snapshot({ hello: textPrompt('{{oops') }))],
    ['that includes itself', 'bundle.compile_error', text(snapshot({ hello: textPrompt('{{> hello}}') }))],
    ['that includes what it lacks', 'bundle.compile_error', text(snapshot({ hello: textPrompt('{{> nowhere}}') }))],
    [
      'with 10,000 levels of sections',
      'bundle.compile_error',
      text(snapshot({ hello: textPrompt('{{#a}}'.repeat(10_000) + '{{/a}}'.repeat(10_000)) })),
    ],
  ])('%s is refused with %s, and what runs stays', async (_, code, bytes) => {
    const client = await running()
    const rejected = next(client, 'rejected')
    announce(Buffer.from(bytes))
    expect((await rejected).error.code).toBe(code)
    expect([client.prompt('hello'), client.status().sequence]).toEqual(['one', 5])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })

  it('beside another that has the same id is refused with both sets named', async () => {
    const client = await running()
    const twin: Bundle = bundleOf({ hello: 'twin' }, { prompt_set: 'support', prompt_set_id: PROJECT_ID })
    const rejected = next(client, 'rejected')
    harness.forge.publish([bundleOf({ hello: 'two' }), twin], fresh(6))
    const { error } = await rejected
    expect([error.code, error.message]).toEqual(['bundle.duplicate_id', expect.stringMatching(/onboarding.*support/)])
    expect(client.prompt('hello')).toBe('one')
  })
})

describe('what is pushed over the socket', () => {
  it.each<[string, (text: string) => string]>([
    ['with the envelope twice', (push) => push.replace('{', '{"envelope":{},')],
    ['with __proto__ in it', (push) => push.replace('{', '{"__proto__":{},')],
    ['that nests deeply', (push) => push.replace('{', `{"more":${DEEP},`)],
    ['that is cut short', (push) => push.slice(0, -1)],
    ['with bundles that are no texts', (push) => push.replace('"bundles":{}', '"bundles":{"x":1}')],
    ['with an endless spread', (push) => push.replace('"fetch_spread_ms":0', '"fetch_spread_ms":-1')],
  ])('%s is refused, and the next one taken', async (_, alter) => {
    const live = serveSockets(harness.forge)
    harness.forge.publish([one], fresh(5))
    const client = harness.client({ transport: 'auto', syncIntervalMs: 3_600_000 })
    const connected = live.nextHeartbeat()
    await client.start()
    await connected
    const failed = next(client, 'error')
    const push = { envelope: JSON.parse(good()), fetch_spread_ms: 0, bundles: {} }
    live.io.emit('manifest', alter(JSON.stringify(push)))
    expect((await failed).code).toMatch(/^(json|manifest)\./)
    expect(client.status().sequence).toBe(5)
    const applied = live.nextAck(7, 'applied')
    live.push(harness.forge.publish([bundleOf({ hello: 'two' })], fresh(7)))
    await applied
    expect(client.prompt('hello')).toBe('two')
  })
})
