import { createPrivateKey, sign } from 'node:crypto'
import { canonicalBytes, type KeyPair } from '@anvil/shared/bundle'

export const MANIFEST_TYPE = 'application/vnd.anvil.manifest.v1+json'
export const KEYSET_TYPE = 'application/vnd.anvil.keyset.v1+json'

/** Signs any bytes as a document, as one does who has a key and keeps no rule. */
export function rawEnvelope(payloadType: string, payload: Uint8Array | string, signer: KeyPair): Uint8Array {
  const bytes = Buffer.from(payload)
  const head = Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${bytes.length} `)
  const seed = Buffer.from(signer.privateKey, 'base64url')
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const sig = sign(null, Buffer.concat([head, bytes]), createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
  return canonicalBytes({
    payloadType,
    payload: bytes.toString('base64'),
    signatures: [{ keyid: signer.id, sig: sig.toString('base64') }],
  })
}
