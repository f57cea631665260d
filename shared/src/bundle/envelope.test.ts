import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Envelope } from '../protocol/documents.js'
import { testKey } from '../testing/index.js'
import { readEnvelope } from './envelope-read.js'
import { sealEnvelope } from './envelope-seal.js'
import { verifiedSigners } from './envelope-signature.js'
import { preAuthEncoding } from './pae.js'
import { KEYSET_DOCUMENT, MANIFEST_DOCUMENT } from './signed-document.js'

const [ada, bob] = [testKey('ada'), testKey('bob')]
const payload = Buffer.from('not even JSON: é')
const sealed = sealEnvelope(MANIFEST_DOCUMENT, payload, [ada])
const read = (bytes: Uint8Array) => readEnvelope(bytes, MANIFEST_DOCUMENT)
const listed = [ada, bob].map(({ id, publicKey }) => ({ id, public_key: publicKey }))

/** The envelope with some of its fields changed, as bytes. */
function changed(change: (envelope: Envelope) => unknown): Uint8Array {
  const envelope = Envelope.parse(JSON.parse(Buffer.from(sealed).toString()))
  return Buffer.from(JSON.stringify(change(envelope)))
}

it('encodes before signing as DSSE has it', () => {
  const encoded = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'))
  expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
})

it('counts bytes and not characters when it encodes', () => {
  expect(Buffer.from(preAuthEncoding('é', payload)).toString()).toBe('DSSEv1 2 é 17 not even JSON: é')
})

it('is sealed so that it can be verified without any of this code', () => {
  const envelope = JSON.parse(Buffer.from(sealed).toString())
  const body = Buffer.from(envelope.payload, 'base64')
  const head = `DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${body.length} `
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: ada.publicKey }, format: 'jwk' })
  const signature = Buffer.from(envelope.signatures[0].sig, 'base64')
  expect(verify(null, Buffer.concat([Buffer.from(head), body]), key, signature)).toBe(true)
  expect(body).toEqual(payload)
})

it('is taken apart into the bytes that were sealed, parsed or not', () => {
  expect(read(sealed).payload).toEqual(payload)
  expect([...read(sealed).signatures.keys()]).toEqual([ada.id])
})

it('tells who signed it, and passes over keys that nobody asked for', () => {
  const both = read(sealEnvelope(MANIFEST_DOCUMENT, payload, [ada, bob]))
  expect(verifiedSigners(both, MANIFEST_DOCUMENT, listed)).toEqual(new Set([ada.id, bob.id]))
  expect(verifiedSigners(both, MANIFEST_DOCUMENT, listed.slice(1))).toEqual(new Set([bob.id]))
  expect(verifiedSigners(read(sealed), MANIFEST_DOCUMENT, listed.slice(1))).toEqual(new Set())
})

it('is refused whole if one signature is not by the key that it names, even beside a good one', () => {
  const both = JSON.parse(Buffer.from(sealEnvelope(MANIFEST_DOCUMENT, payload, [ada, bob])).toString())
  both.signatures[1].sig = both.signatures[0].sig
  const envelope = read(Buffer.from(JSON.stringify(both)))
  expect(() => verifiedSigners(envelope, MANIFEST_DOCUMENT, listed)).toThrowError(
    expect.objectContaining({ code: 'manifest.bad_signature', details: { key_id: bob.id } }),
  )
})

it('signed as one document is not signed as another', () => {
  const { signatures } = read(sealed)
  const asKeyset = { payload, signatures }
  expect(() => verifiedSigners(asKeyset, KEYSET_DOCUMENT, listed)).toThrowError(
    expect.objectContaining({ code: 'keyset.bad_signature' }),
  )
})

describe('an envelope is refused', () => {
  const sig = JSON.parse(Buffer.from(sealed).toString()).signatures[0].sig

  it.each([
    ['of another payload type', (envelope) => ({ ...envelope, payloadType: KEYSET_DOCUMENT.payloadType })],
    ['with a field more', (envelope) => ({ ...envelope, alg: 'none' })],
    ['without a payload', (envelope) => ({ ...envelope, payload: undefined })],
    ['without a signature', (envelope) => ({ ...envelope, signatures: [] })],
    [
      'with a field more beside a signature',
      (envelope) => ({ ...envelope, signatures: [{ ...envelope.signatures[0], alg: 1 }] }),
    ],
    [
      'with nine signatures',
      (envelope) => ({
        ...envelope,
        signatures: Array.from({ length: 9 }, (_, n) => ({ keyid: `${n}`.repeat(64), sig })),
      }),
    ],
    [
      'signed twice by one key',
      (envelope) => ({ ...envelope, signatures: [envelope.signatures[0], envelope.signatures[0]] }),
    ],
    ['with a short signature', (envelope) => ({ ...envelope, signatures: [{ keyid: ada.id, sig: 'AAAA' }] })],
    [
      'with a key id in upper case',
      (envelope) => ({ ...envelope, signatures: [{ keyid: ada.id.toUpperCase(), sig }] }),
    ],
    ['with base64url', (envelope) => ({ ...envelope, payload: `${envelope.payload.slice(0, -4)}_-8=` })],
    [
      'with base64 without its padding',
      (envelope) => ({ ...envelope, signatures: [{ keyid: ada.id, sig: sig.replace(/=+$/, '') }] }),
    ],
    [
      'with base64 that has bits to spare',
      (envelope) => ({
        ...envelope,
        signatures: [
          { keyid: ada.id, sig: sig.replace(/.==$/, (end: string) => `${end.startsWith('A') ? 'B' : 'Z'}==`) },
        ],
      }),
    ],
    ['with white space in base64', (envelope) => ({ ...envelope, payload: `${envelope.payload}\n` })],
    ['that is a list', (envelope) => [envelope]],
    ['that is null', () => 'null'],
  ] satisfies [string, (envelope: Envelope) => unknown][])('%s', (_, change) => {
    expect(() => read(changed(change))).toThrowError(
      expect.objectContaining({ name: 'AnvilError', code: 'manifest.malformed' }),
    )
  })

  it('with a key doubled', () => {
    const text = Buffer.from(sealed).toString().replace('{"payload":', '{"payload":"","payload":')
    expect(() => read(Buffer.from(text))).toThrowError(expect.objectContaining({ code: 'manifest.malformed' }))
  })

  it.each([
    ['itself', Buffer.alloc(98_305, ' ')],
    ['its payload', changed((envelope) => ({ ...envelope, payload: Buffer.alloc(65_537).toString('base64') }))],
  ])('if %s is too large', (_, bytes) => {
    expect(() => read(bytes)).toThrowError(expect.objectContaining({ code: 'manifest.too_large' }))
  })

  it('by the one who seals it if no client would take its size', () => {
    expect(() => sealEnvelope(MANIFEST_DOCUMENT, Buffer.alloc(65_537), [ada])).toThrowError(
      expect.objectContaining({ code: 'manifest.too_large' }),
    )
    expect(read(sealEnvelope(MANIFEST_DOCUMENT, Buffer.alloc(65_536), [ada])).payload.length).toBe(65_536)
  })
})
