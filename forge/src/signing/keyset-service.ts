import type { Keyset } from '@anvil/shared'
import { generateKey, type KeyPair, openKeysets, sealKeyset } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import { insertAuditEntry } from '../audit/audit-store.js'
import type { ForgeContext } from '../context.js'
import { makeKeys } from './first-keys.js'
import { type HeldKeys, holdKeys, requireRoot, requireSigningKey, signerOf } from './held-keys.js'
import { type KeysetChange, listSigningKey, nextKeyset } from './next-keyset.js'
import { sealPrivateKey } from './private-key.js'
import { deleteKeysets, dropPrivateKeys, insertKey, insertKeyset, noteRevoked } from './signing-store.js'

/** What decides about keys needs, and who does: the operator of the server. */
export type KeyContext = Pick<ForgeContext, 'db' | 'secrets' | 'now'>
export type Operator = { kind: 'system'; id: string }

/** A keyset that came into force. */
export interface MadeKeyset {
  keyset: Keyset
  /** The new signing key, if one was made. */
  signingKey: string | undefined
}

/** Makes a new signing key for a year; the one before it stays trusted, and its private half is deleted. */
export function rotateSigningKey(ctx: KeyContext, operator: Operator): Promise<MadeKeyset> {
  return ctx.db.transaction(async (trx) => {
    const held = await holdKeys(trx)
    const root = requireRoot(held, ctx.secrets, 'request')
    const add = await addSigningKey(ctx, trx)
    const keyset = await makeKeyset(ctx, trx, { held, change: { add }, roots: [root] })
    await dropPrivateKeys(trx, { role: 'signing', except: [add.id] })
    await audit(ctx, trx, { operator, action: 'key.rotated', target: add.id, keyset })
    return { keyset, signingKey: add.id }
  })
}

/** Revokes a signing key and raises the epoch; where it is the one that signs, a new one takes its place. */
export function revokeSigningKey(ctx: KeyContext, operator: Operator, name: string): Promise<MadeKeyset> {
  return ctx.db.transaction(async (trx) => {
    const held = await holdKeys(trx)
    const revoke = requireSigningKey(held, name)
    const root = requireRoot(held, ctx.secrets, `request --revoke ${revoke.slice(0, 8)}`)
    const add = isLast(held, revoke) ? await addSigningKey(ctx, trx) : undefined
    const keyset = await makeKeyset(ctx, trx, { held, change: { add, revoke }, roots: [root] })
    await noteRevoked(trx, [revoke], ctx.now())
    await audit(ctx, trx, { operator, action: 'key.revoked', target: revoke, keyset })
    return { keyset, signingKey: add?.id }
  })
}

/** Puts a new root key in the place of the one before it, whose private half is deleted. Clients pinned to either go on. */
export function rotateRoot(ctx: KeyContext, operator: Operator): Promise<MadeKeyset> {
  return ctx.db.transaction(async (trx) => {
    const held = await holdKeys(trx)
    const old = requireRoot(held, ctx.secrets, 'request')
    const root = generateKey()
    await insertOwnKey(ctx, trx, { key: root, role: 'root', not_after: null })
    const change = { root: { id: root.id, public_key: root.publicKey } }
    const keyset = await makeKeyset(ctx, trx, { held, change, roots: [old, root] })
    await dropPrivateKeys(trx, { role: 'root', except: [root.id] })
    await audit(ctx, trx, { operator, action: 'root_key.rotated', target: root.id, keyset })
    return { keyset, signingKey: undefined }
  })
}

/**
 * Gives this FORGE a new root key, signing key and name, where the root key is lost or stolen: nothing can be signed on
 * from the old one. Instances keep what they run, and take nothing new until they are given the new root key.
 */
export function makeNewIdentity(ctx: KeyContext, operator: Operator): Promise<string> {
  return ctx.db.transaction(async (trx) => {
    const { chain } = await holdKeys(trx)
    await deleteKeysets(trx)
    for (const role of ['root', 'signing'] as const) await dropPrivateKeys(trx, { role, except: [] })
    const root = await makeKeys(trx, ctx, { epoch: chain.newest.epoch + 1 })
    const details = { instead_of: chain.forge_id }
    await insertAuditEntry(trx, operator, ctx.now(), { action: 'forge.new_identity', target: root, details })
    return root
  })
}

/** Whether no other key whose private half is here could sign once this one is revoked. */
function isLast({ chain, stored }: HeldKeys, revoked: string): boolean {
  const here = new Set(stored.filter((key) => key.private_key_encrypted).map(({ id }) => id))
  return !chain.newest.signing_keys.some(({ id }) => id !== revoked && here.has(id))
}

async function addSigningKey(ctx: KeyContext, trx: Knex.Transaction): Promise<Keyset['signing_keys'][number]> {
  const key = generateKey()
  const listed = listSigningKey(key, ctx.now())
  await insertOwnKey(ctx, trx, { key, role: 'signing', not_after: new Date(listed.not_after) })
  return listed
}

/** Stores a key with its private half, encrypted. */
export async function insertOwnKey(
  { secrets, now }: KeyContext,
  trx: Knex.Transaction,
  { key, role, not_after }: { key: KeyPair; role: 'root' | 'signing'; not_after: Date | null },
): Promise<void> {
  const private_key_encrypted = sealPrivateKey(secrets, key)
  await insertKey(trx, {
    id: key.id,
    public_key: key.publicKey,
    private_key_encrypted,
    role,
    not_after,
    created_at: now(),
  })
}

/**
 * Takes over the keysets that only instances have; where none of their signing keys is here, makes one. Returns the
 * numbers of the keysets that came into force.
 */
export async function takeProvenKeysets(ctx: KeyContext, trx: Knex.Transaction, operator: Operator): Promise<number[]> {
  const held = await holdKeys(trx)
  if (held.proven.length === 0) return []
  const first = held.chain.newest.number - held.proven.length + 1
  const numbers = held.proven.map((_envelope, at) => first + at)
  if (signerOf(held) === undefined) {
    const root = requireRoot(held, ctx.secrets, 'request')
    const change = { add: await addSigningKey(ctx, trx) }
    numbers.push((await makeKeyset(ctx, trx, { held, change, roots: [root] })).number)
  } else await storeProven(ctx, trx, held)
  const entry = { action: 'keysets.taken', target: String(numbers.at(-1)), details: { keysets: numbers } }
  await insertAuditEntry(trx, operator, ctx.now(), entry)
  return numbers
}

/** Stores the keysets that only instances have, before anything that follows them. */
export async function storeProven({ now }: KeyContext, trx: Knex.Transaction, held: HeldKeys): Promise<void> {
  const known = new Set(held.stored.map(({ id }) => id))
  const created_at = now()
  for (const [at, envelope] of held.proven.entries()) {
    const keyset = held.chain.keysets[held.chain.keysets.length - held.proven.length + at]
    if (!keyset) continue
    const { number, epoch, roots, signing_keys, revoked } = keyset
    await insertKeyset(trx, { number, epoch, envelope: Buffer.from(envelope), created_at })
    const listed = [
      ...roots.map((root) => ({ ...root, role: 'root' as const, not_after: null })),
      ...signing_keys.map((key) => ({ ...key, role: 'signing' as const, not_after: new Date(key.not_after) })),
    ]
    for (const { id, public_key, role, not_after } of listed.filter((key) => !known.has(key.id))) {
      await insertKey(trx, { id, public_key, role, not_after, private_key_encrypted: null, created_at })
      known.add(id)
    }
    await noteRevoked(trx, revoked, created_at)
  }
}

async function makeKeyset(
  ctx: KeyContext,
  trx: Knex.Transaction,
  { held, change, roots }: { held: HeldKeys; change: KeysetChange; roots: readonly KeyPair[] },
): Promise<Keyset> {
  await storeProven(ctx, trx, held)
  const keyset = nextKeyset(held.chain.newest, change, ctx.now())
  const envelope = Buffer.from(sealKeyset(keyset, roots))
  openKeysets([envelope], { held: held.chain })
  await insertKeyset(trx, { number: keyset.number, epoch: keyset.epoch, envelope, created_at: ctx.now() })
  return keyset
}

/** Keeps in the trail which keyset came into force, by whom and why. */
export async function audit(
  ctx: KeyContext,
  trx: Knex.Transaction,
  { operator, action, target, keyset }: { operator: Operator; action: string; target: string; keyset: Keyset },
): Promise<void> {
  const { number, epoch } = keyset
  await insertAuditEntry(trx, operator, ctx.now(), { action, target, details: { keyset: number, epoch } })
}
