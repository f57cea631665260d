import { AnvilError, Envelope, type Keyset, parse } from '@anvil/shared'
import { canonicalBytes, keyFromSeed, type KeyPair, openKeysets, sealKeyset } from '@anvil/shared/bundle'
import type { KeysetRequest, RootKeyFile, SignedKeyset } from './key-files.js'

/** What a request asks the root key to sign, next to what is in force. */
export interface RequestedChange {
  number: number
  epoch: number
  epochBefore: number
  added: string[]
  dropped: string[]
  revoked: string[]
}

/** A request whose keyset follows the one before it, which this root key signed. */
export interface CheckedRequest {
  root: KeyPair
  keyset: Keyset
  change: RequestedChange
}

/** Checks a request against the root key, without any FORGE at hand: what it changes is for a person to judge. */
export function checkRequest({ previous, keyset }: KeysetRequest, file: RootKeyFile): CheckedRequest {
  const root = keyFromSeed(Buffer.from(file.private_key, 'base64url'))
  if (root.id !== file.id)
    throw new AnvilError('key_file.malformed', 'The two halves in the root key file do not belong together.')
  const held = openKeysets([canonicalBytes(previous)], { root: root.publicKey })
  const { newest } = held
  if (!newest.roots.some(({ id }) => id === root.id)) {
    throw new AnvilError(
      'root_key.wrong',
      `The root key ${root.id} was replaced before keyset ${newest.number}. Sign with the newest one, ${newest.roots.at(-1)?.id}.`,
    )
  }
  openKeysets([sealKeyset(keyset, [root])], { held })
  const idsOf = ({ signing_keys }: Keyset) => signing_keys.map(({ id }) => id)
  const [before, after] = [idsOf(newest), idsOf(keyset)]
  return {
    root,
    keyset,
    change: {
      number: keyset.number,
      epoch: keyset.epoch,
      epochBefore: newest.epoch,
      added: after.filter((id) => !before.includes(id)),
      dropped: before.filter((id) => !after.includes(id)),
      revoked: keyset.revoked.filter((id) => !newest.revoked.includes(id)),
    },
  }
}

/** Signs a checked request; with a new root key, that one signs as well and is the root from then on. */
export function signRequest({ root, keyset }: CheckedRequest, newRoot?: KeyPair): SignedKeyset {
  const signed = newRoot
    ? sealKeyset({ ...keyset, roots: [{ id: newRoot.id, public_key: newRoot.publicKey }] }, [root, newRoot])
    : sealKeyset(keyset, [root])
  const envelope = parse(Envelope, JSON.parse(Buffer.from(signed).toString()))
  return { format: 1, kind: 'anvil-keyset', envelope }
}
