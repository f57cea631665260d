import { AnvilError, Envelope, type Keyset, parse } from '@anvil/shared'
import { canonicalBytes, generateKey, openKeysets } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import { type HeldKeys, holdKeys, isRequested, requireRoot, requireSigningKey } from './held-keys.js'
import type { KeysetRequest, RootKeyFile, SignedKeyset } from './key-files.js'
import { audit, insertOwnKey, type KeyContext, type Operator, storeProven } from './keyset-service.js'
import { listSigningKey, nextKeyset } from './next-keyset.js'
import { dropPrivateKeys, insertKey, insertKeyset, noteRevoked, updateEnd } from './signing-store.js'

/** The root key with its private half, for a file that leaves this server. */
export function exportRoot(ctx: KeyContext, operator: Operator): Promise<RootKeyFile> {
  return ctx.db.transaction(async (trx) => {
    const held = await holdKeys(trx)
    const { id, publicKey: public_key, privateKey: private_key } = requireRoot(held, ctx.secrets, 'request')
    await insertAuditEntry(trx, operator, ctx.now(), { action: 'root_key.exported', target: id })
    return { format: 1, kind: 'anvil-root-key', forge_id: held.chain.forge_id, id, public_key, private_key }
  })
}

/** Deletes the root key's private half from this server, after it was exported. */
export function removeRoot(ctx: KeyContext, operator: Operator, id: string): Promise<void> {
  return ctx.db.transaction(async (trx) => {
    await holdKeys(trx)
    await dropPrivateKeys(trx, { role: 'root', except: [] })
    await insertAuditEntry(trx, operator, ctx.now(), { action: 'root_key.removed', target: id })
  })
}

/** Writes down the next keyset, with a new signing key whose private half stays here, for the root key to sign elsewhere. */
export function requestKeyset(
  ctx: KeyContext,
  { revoke: name }: { revoke?: string | undefined },
): Promise<KeysetRequest> {
  return ctx.db.transaction(async (trx) => {
    const held = await holdKeys(trx)
    const revoke = name === undefined ? undefined : requireSigningKey(held, name)
    const add = await requestedKey(ctx, trx, held)
    const keyset = nextKeyset(held.chain.newest, { add, revoke }, ctx.now())
    return { format: 1, kind: 'anvil-keyset-request', previous: newestEnvelope(held), keyset }
  })
}

/** Puts a keyset in force that the root key signed elsewhere. Throws `keyset.…` where it does not follow the newest. */
export function installKeyset(ctx: KeyContext, operator: Operator, { envelope }: SignedKeyset): Promise<Keyset> {
  return ctx.db.transaction(async (trx) => {
    const held = await holdKeys(trx)
    const bytes = Buffer.from(canonicalBytes(envelope))
    const { newest: keyset } = openKeysets([bytes], { held: held.chain })
    if (keyset.number === held.chain.newest.number)
      throw new AnvilError('keyset.conflict', `Keyset ${keyset.number} is in force already. Nothing was changed.`)
    const here = new Set(held.stored.filter((key) => key.private_key_encrypted).map(({ id }) => id))
    if (!keyset.signing_keys.some(({ id }) => here.has(id))) {
      throw new AnvilError(
        'signing_key.missing',
        `Keyset ${keyset.number} names no signing key whose private half is here. Sign the request that this FORGE wrote last ("anvil-forge keys request").`,
      )
    }
    const created_at = ctx.now()
    await storeProven(ctx, trx, held)
    await insertKeyset(trx, { number: keyset.number, epoch: keyset.epoch, envelope: bytes, created_at })
    await takeRoots(trx, held, { keyset, created_at })
    await noteRevoked(trx, keyset.revoked, created_at)
    const target = keyset.signing_keys.at(-1)?.id ?? ''
    await audit(ctx, trx, { operator, action: 'keyset.installed', target, keyset })
    return keyset
  })
}

/** Keeps the public half of a root key that came with a keyset. */
async function takeRoots(
  trx: Knex.Transaction,
  { stored }: HeldKeys,
  { keyset, created_at }: { keyset: Keyset; created_at: Date },
): Promise<void> {
  const known = new Set(stored.map(({ id }) => id))
  for (const { id, public_key } of keyset.roots.filter((root) => !known.has(root.id))) {
    const offline = { private_key_encrypted: null, not_after: null, created_at }
    await insertKey(trx, { id, public_key, role: 'root', ...offline })
  }
}

/** The signing key that an earlier request made and no keyset names yet, or a new one. */
async function requestedKey(
  ctx: KeyContext,
  trx: Knex.Transaction,
  held: HeldKeys,
): Promise<Keyset['signing_keys'][number]> {
  const waiting = held.stored.find((key) => isRequested(held, key))
  const key = generateKey()
  const listed = listSigningKey(waiting ? { id: waiting.id, publicKey: waiting.public_key } : key, ctx.now())
  const not_after = new Date(listed.not_after)
  if (waiting) await updateEnd(trx, waiting.id, not_after)
  else await insertOwnKey(ctx, trx, { key, role: 'signing', not_after })
  return listed
}

function newestEnvelope({ chain }: HeldKeys): Envelope {
  return parse(Envelope, JSON.parse(Buffer.from(chain.envelopes.at(-1) ?? []).toString()))
}
