import { canonicalBytes } from '../../src/bundle/index.js'
import { sealEnvelope } from '../../src/bundle/envelope-seal.js'
import { preAuthEncoding } from '../../src/bundle/pae.js'
import { MANIFEST_DOCUMENT } from '../../src/bundle/signed-document.js'
import type { Envelope } from '../../src/protocol/documents.js'
import { Envelope as EnvelopeForm } from '../../src/protocol/documents.js'
import { testKey } from '../../src/testing/index.js'
import { base64, type VectorFile } from './vector-file.js'

const [one, two] = [testKey('signer'), testKey('second signer')]
const keys = [one, two].map(({ id, publicKey }) => ({ id, public_key: publicKey }))
const payload = Buffer.from('{"any":"payload","in":"UTF-8 ä"}')
const sealed = sealEnvelope(MANIFEST_DOCUMENT, payload, [one])
const envelope = EnvelopeForm.parse(JSON.parse(Buffer.from(sealed).toString()))
const [{ keyid, sig } = { keyid: '', sig: '' }] = envelope.signatures

const good: Record<string, Uint8Array> = {
  'one signature': sealed,
  'two signatures': sealEnvelope(MANIFEST_DOCUMENT, payload, [one, two]),
  'a signature by nobody who is known, beside a good one': sealEnvelope(MANIFEST_DOCUMENT, payload, [
    one,
    testKey('stranger'),
  ]),
  'other white space and order of fields': Buffer.from(
    JSON.stringify(
      { signatures: envelope.signatures, payload: envelope.payload, payloadType: envelope.payloadType },
      null,
      1,
    ),
  ),
}

const changeAny = (changed: Record<string, unknown>) => canonicalBytes({ ...envelope, ...changed })
const change = (changed: Partial<Envelope>) => changeAny(changed)
const withSig = (sig: string) => change({ signatures: [{ keyid, sig }] })
const malformed: Record<string, Uint8Array> = {
  'a field more': changeAny({ alg: 'EdDSA' }),
  'a field more beside the signature': changeAny({ signatures: [{ keyid, sig, alg: 'none' }] }),
  'a key doubled': Buffer.from(Buffer.from(sealed).toString().replace('{', '{"payload":"",')),
  'another payload type': change({ payloadType: 'application/vnd.anvil.keyset.v1+json' }),
  'no signature': change({ signatures: [] }),
  'the same key twice': change({ signatures: [...envelope.signatures, ...envelope.signatures] }),
  'nine signatures': change({
    signatures: Array.from({ length: 9 }, (_, n) => ({ keyid: String(n).repeat(64), sig })),
  }),
  'a signature of 63 bytes': withSig(base64(Buffer.from(sig, 'base64').subarray(1))),
  'base64 without padding': withSig(sig.replace(/=+$/, '')),
  'base64 with bits to spare': withSig(sig.replace(/.==$/, 'B==')),
  base64url: withSig(sig.replaceAll('+', '-').replaceAll('/', '_').replace(/^./, '_')),
  'a line end in base64': change({ payload: `${envelope.payload}\n` }),
  'a key id in upper case': change({ signatures: [{ keyid: keyid.toUpperCase(), sig }] }),
}

const badSignature: Record<string, Uint8Array> = {
  'an altered payload': change({ payload: base64(payload.with(2, payload.at(3) ?? 0)) }),
  'an altered signature': withSig(base64(Buffer.from(sig, 'base64').fill(0, 0, 1))),
  'a signature under the id of another known key': change({ signatures: [{ keyid: two.id, sig }] }),
  'a signature over another payload type': change({
    signatures: envelopeOf(sealEnvelope({ ...MANIFEST_DOCUMENT, payloadType: 'text/plain' }, payload, [one]))
      .signatures,
  }),
  'one bad signature beside a good one': change({
    signatures: [
      { keyid, sig },
      { keyid: two.id, sig },
    ],
  }),
}

function envelopeOf(bytes: Uint8Array): Envelope {
  return EnvelopeForm.parse(JSON.parse(Buffer.from(bytes).toString()))
}

const refused = (vectors: Record<string, Uint8Array>, refuse: string) =>
  Object.entries(vectors).map(([name, bytes]) => ({ name, envelope: base64(bytes), keys, refuse }))

/** DSSE envelopes, whatever their payload says. */
export const envelopeVectors: VectorFile = {
  about:
    'DSSE envelopes of the payload type application/vnd.anvil.manifest.v1+json, whatever their payload says. Good: envelope (base64) verifies under keys; pae is what is signed. Bad: it is refused.',
  vectors: [
    ...Object.entries(good).map(([name, bytes]) => ({
      name,
      envelope: base64(bytes),
      keys,
      payload: base64(payload),
      pae: base64(preAuthEncoding(MANIFEST_DOCUMENT.payloadType, payload)),
      signers: envelopeOf(bytes)
        .signatures.map(({ keyid }) => keyid)
        .filter((id) => keys.some((key) => key.id === id)),
    })),
    ...refused(malformed, 'manifest.malformed'),
    ...refused(badSignature, 'manifest.bad_signature'),
    {
      name: 'too large a payload',
      envelope: base64(change({ payload: base64(Buffer.alloc(65_537)) })),
      keys,
      refuse: 'manifest.too_large',
    },
  ],
}
