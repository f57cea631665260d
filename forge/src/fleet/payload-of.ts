import { Envelope, parse } from '@anvil/shared'

/** What an envelope says; nothing of it is verified. */
export function payloadOf(envelope: Uint8Array): unknown {
  const { payload } = parse(Envelope, JSON.parse(Buffer.from(envelope).toString()))
  return JSON.parse(Buffer.from(payload, 'base64').toString())
}
