import { Envelope, Keyset } from '@anvil/shared'
import { z } from 'zod'

/** A root key that was taken off a server. Whoever has this file can say which keys sign for the FORGE. */
export const RootKeyFile = z.strictObject({
  format: z.literal(1),
  kind: z.literal('anvil-root-key'),
  forge_id: z.string(),
  id: z.string(),
  public_key: z.string(),
  private_key: z.string(),
})
export type RootKeyFile = z.infer<typeof RootKeyFile>

/** A keyset that waits for the root key's signature, with the one it follows. Nothing in it is secret. */
export const KeysetRequest = z.strictObject({
  format: z.literal(1),
  kind: z.literal('anvil-keyset-request'),
  previous: Envelope,
  keyset: Keyset,
})
export type KeysetRequest = z.infer<typeof KeysetRequest>

/** The keyset as the root key signed it. Nothing in it is secret. */
export const SignedKeyset = z.strictObject({
  format: z.literal(1),
  kind: z.literal('anvil-keyset'),
  envelope: Envelope,
})
export type SignedKeyset = z.infer<typeof SignedKeyset>
