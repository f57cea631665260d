import { AnvilError } from '@anvil/shared'
import type { Organisation } from '@anvil/shared/api'
import { parseStrict } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { Actor } from '../http/actor.js'
import { getOrganisationOf } from '../organisations/organisation-store.js'
import { findNamedOrganisation } from '../projects/named-store.js'
import { listKeysetEnvelopes } from '../signing/signing-store.js'
import { insertAuditEntry } from './audit-store.js'
import type { StoredCheckpoint } from './checkpoint-store.js'
import type { ExportHeader } from './export-lines.js'
import { findStretch, listCheckpoints, listSealed, type Period, type Stretch } from './export-store.js'
import { FORGE_CHAIN, recordOf } from './seal-store.js'

const PAGE = 500

/** Whose trail is wanted, and of when; without an organisation FORGE's own, for its operator. */
export interface ExportWish extends Period {
  organisationId?: string | undefined
}

/**
 * The trail of an organisation as lines of JSON, up to the entry of this very export. What is sealed never changes, so
 * that each page is read in a transaction of its own, however slowly it is taken.
 */
export async function exportTrail(ctx: AppContext, actor: Actor, wish: ExportWish): Promise<AsyncGenerator<string>> {
  const { organisationId, from, to } = wish
  const organisation = await ctx.asActor(actor, async (trx) => {
    const found = await enterOrganisation(trx, actor, organisationId)
    const details = { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null }
    const target = organisationId ?? FORGE_CHAIN
    await insertAuditEntry(trx, actor, ctx.now(), { organisationId, action: 'audit.exported', target, details })
    return found
  })
  const chain = organisationId ?? FORGE_CHAIN
  const ended = await signHead(ctx, chain)
  const { header, stretch } = await ctx.asActor(actor, async (trx) => {
    await enterOrganisation(trx, actor, organisationId)
    const stretch = await findStretch(trx, chain, wish)
    if (!stretch) throw ended ?? new AnvilError('internal', `The trail ${chain} was signed and has no checkpoint`)
    if (ended && !stretch.isWhole) throw unsignedSince(ended, stretch)
    const keysets = (await listKeysetEnvelopes(trx, 0)).map(envelopeOf)
    return { stretch, header: headerOf(ctx, { chain, organisation, keysets, stretch }) }
  })
  return linesOf(ctx, actor, { header, stretch, organisationId })
}

/** Signs how far the trail goes; answers why not where the key that signs has ended. What it signed in its time stands. */
async function signHead({ trail }: AppContext, chain: string): Promise<AnvilError | undefined> {
  try {
    await trail.checkpoint(chain)
    return undefined
  } catch (error) {
    if (error instanceof AnvilError && error.code === 'signing_key.expired') return error
    throw error
  }
}

function unsignedSince({ code, message }: AnvilError, { head: { seq, created_at } }: Stretch): AnvilError {
  const signed = `Until then nothing after entry ${seq} is signed: export the trail to ${created_at.toISOString()} or an earlier time.`
  return new AnvilError(code, `${message} ${signed}`, { details: { signed_seq: seq, signed_at: created_at } })
}

/** Opens an organisation's trail to its admins, and to FORGE's operator. */
async function enterOrganisation(
  trx: Knex.Transaction,
  actor: Actor,
  organisationId: string | undefined,
): Promise<Whose | undefined> {
  if (organisationId === undefined) return undefined
  if (actor.kind !== 'user') return findNamedOrganisation(trx, organisationId)
  return getOrganisationOf(trx, actor, organisationId, 'organisation.audit')
}

type Whose = Pick<Organisation, 'id' | 'name' | 'slug'>

interface HeaderParts {
  chain: string
  organisation: Whose | undefined
  keysets: unknown[]
  stretch: Stretch
}

function headerOf({ signing }: AppContext, { chain, organisation, keysets, stretch }: HeaderParts): object {
  const { anchor, head } = stretch
  return {
    format: 1,
    kind: 'anvil-audit-export',
    forge_id: signing.forgeId,
    chain,
    organisation: organisation ? { id: organisation.id, name: organisation.name, slug: organisation.slug } : null,
    keysets,
    first_seq: (anchor?.seq ?? 0) + 1,
    anchor: anchor ? envelopeOf(anchor.envelope) : null,
    head: envelopeOf(head.envelope),
  } satisfies Record<keyof ExportHeader, unknown>
}

async function* linesOf(
  ctx: AppContext,
  actor: Actor,
  { header, stretch, organisationId }: { header: object; stretch: Stretch; organisationId: string | undefined },
): AsyncGenerator<string> {
  yield line(header)
  const { chain, seq: upTo } = stretch.head
  for (let after = stretch.anchor?.seq ?? 0; ;) {
    const { entries, checkpoints } = await ctx.asActor(actor, async (trx) => {
      await enterOrganisation(trx, actor, organisationId)
      const entries = await listSealed(trx, { chain, after, upTo, limit: PAGE })
      const end = entries.length < PAGE ? upTo : (entries.at(-1)?.seq ?? upTo)
      return { entries, checkpoints: await listCheckpoints(trx, { chain, after, upTo: end }) }
    })
    yield pageOf(entries, checkpoints)
    const last = entries.at(-1)
    if (!last || entries.length < PAGE) return
    after = last.seq
  }
}

/** Entries as lines, each checkpoint behind its entry; those of entries that are gone come at the end. */
function pageOf(entries: Awaited<ReturnType<typeof listSealed>>, checkpoints: readonly StoredCheckpoint[]): string {
  const waiting = [...checkpoints]
  const lines = entries.flatMap((row) => {
    const signed = waiting.splice(0, waiting.filter(({ seq }) => seq <= row.seq).length)
    return [line({ ...recordOf(row), hash: row.hash }), ...signed.map(checkpointLine)]
  })
  return [...lines, ...waiting.map(checkpointLine)].join('')
}

const checkpointLine = ({ envelope }: StoredCheckpoint): string => line({ checkpoint: envelopeOf(envelope) })
const line = (value: object): string => `${JSON.stringify(value)}\n`
const envelopeOf = (bytes: Uint8Array): unknown => parseStrict(bytes, { maxBytes: bytes.length })
