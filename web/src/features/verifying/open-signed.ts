import type { Envelope } from '@anvil/shared'
import type { z } from 'zod'
import { fromBase64, isSignedBy, sha256Hex } from './web-crypto.js'

/** A public key as keysets list it. */
export interface ListedKey {
  id: string
  public_key: string
}

/** What a document is refused for, said to people. */
export class Refusal extends Error {}

/** Reads a signed document once its signature by a key is verified; refuses it otherwise. */
export async function openSigned<T>(
  subtle: SubtleCrypto,
  { envelope, key, schema, name }: { envelope: Envelope; key: ListedKey; schema: z.ZodType<T>; name: string },
): Promise<T> {
  const publicKey = fromBase64(key.public_key)
  if ((await sha256Hex(subtle, publicKey)) !== key.id) throw new Refusal(`The key of ${name} has another id.`)
  const entry = envelope.signatures.find(({ keyid }) => keyid === key.id)
  if (!entry) throw new Refusal(`${name} is not signed by the key ${key.id.slice(0, 12)}.`)
  const payload = fromBase64(envelope.payload)
  const message = preAuthEncoding(envelope.payloadType, payload)
  if (!(await isSignedBy(subtle, { message, signature: fromBase64(entry.sig), publicKey }))) {
    throw new Refusal(`${name} is not what the key ${key.id.slice(0, 12)} signed.`)
  }
  const read = schema.safeParse(JSON.parse(new TextDecoder().decode(payload)))
  if (!read.success) throw new Refusal(`${name} is signed, but not of the form that it should have.`)
  return read.data
}

/** The bytes that a DSSE signature covers. */
function preAuthEncoding(type: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`DSSEv1 ${new TextEncoder().encode(type).length} ${type} ${payload.length} `)
  const all = new Uint8Array(head.length + payload.length)
  all.set(head)
  all.set(payload, head.length)
  return all
}
