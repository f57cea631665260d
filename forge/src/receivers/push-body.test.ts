import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { encodePushBody, type PushParts } from './push-body.js'

const parts = (change: Partial<PushParts> = {}): PushParts => ({
  envelope: Buffer.from('{"payload":"cGF5","signatures":[]}'),
  bundles: [],
  keysets: [],
  forgeUrl: 'https://forge.example/anvil',
  projectId: '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b',
  at: new Date('2026-06-01T12:00:00Z'),
  ...change,
})
const bundles = (...texts: string[]) => texts.map((text) => ({ gzip: gzipSync(text) }))
const textOf = async (change: Partial<PushParts>): Promise<string> =>
  gunzipSync(await encodePushBody(parts(change))).toString()

it('says where it comes from and when, also without any bundle', async () => {
  const text = await textOf({})
  expect(JSON.parse(text)).toEqual({
    bundles: [],
    manifest: { payload: 'cGF5', signatures: [] },
    keysets: [],
    forge_url: 'https://forge.example/anvil',
    project_id: '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b',
    pushed_at: '2026-06-01T12:00:00.000Z',
  })
})

it('carries the first bundle by itself and the others beside it, in their order', async () => {
  const body = JSON.parse(await textOf({ bundles: bundles('{"n":1}', '{"n":2}', '{"n":3}') }))
  expect([body.bundle, body.bundles]).toEqual([{ n: 1 }, [{ n: 2 }, { n: 3 }]])
})

it('leaves every byte of bundles, manifest and keysets as it was signed', async () => {
  const signed = ['{"b":"ü\\u2028🜂","a":1e21}', '{ "spaced" : [ ] }']
  const keysets = ['{"keyset":1}', '{"keyset":2}'].map((text) => Buffer.from(text))
  const envelope = Buffer.from('{"payload": "x" ,"signatures":[]}')
  const text = await textOf({ bundles: bundles(...signed), keysets, envelope })
  expect(text).toContain(`"bundle":${signed[0]},"bundles":[${signed[1]}],"manifest":${String(envelope)},`)
  expect(text).toContain('"keysets":[{"keyset":1},{"keyset":2}]')
})

it('is not made of a bundle that is damaged', async () => {
  const [good] = bundles('{}')
  const damaged = { gzip: (good?.gzip ?? Buffer.alloc(0)).subarray(0, -4) }
  await expect(encodePushBody(parts({ bundles: [damaged] }))).rejects.toThrow('unexpected end of file')
})

it('keeps an address with quotes an address', async () => {
  const forgeUrl = 'https://forge.example/"},"manifest":{"x":"'
  expect(JSON.parse(await textOf({ forgeUrl }))).toMatchObject({ forge_url: forgeUrl, manifest: { signatures: [] } })
})
