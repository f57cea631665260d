import { AnvilError, parse, Position } from '@anvil/shared'
import type { FleetProofAnswer, FleetProofInput } from '@anvil/shared/api'
import { canonicalBytes, openKeysets, openManifest } from '@anvil/shared/bundle'
import type { Knex } from 'knex'
import type { TokenGrant } from '../access-tokens/authenticate-token.js'
import type { AppContext } from '../context.js'
import { findHead, type Head } from '../publishing/head-store.js'
import { readHeldKeys } from '../signing/held-keys.js'
import { insertProof } from './fleet-proof-store.js'
import { isAhead } from './is-ahead.js'
import { payloadOf } from './payload-of.js'

/** Takes what an instance runs as proof of how far its environment had come; only where that is beyond the head here. */
export async function takeFleetProof(
  ctx: Pick<AppContext, 'asActor' | 'log' | 'now'>,
  grant: TokenGrant,
  input: FleetProofInput,
): Promise<FleetProofAnswer> {
  const envelope = Buffer.from(canonicalBytes(input.manifest))
  const place = parse(
    Position,
    malformedUnless(() => payloadOf(envelope)),
    'manifest.malformed',
  )
  const actor = { kind: 'instance', id: grant.tokenId, projectId: grant.projectId } as const
  const ahead = await ctx.asActor(actor, async (trx) => {
    const head = await findHead(trx, grant.environmentId)
    if (!head || !isAheadOrBroken({ ...place, envelope }, head)) return false
    await verify(trx, { grant, input, envelope })
    const { environmentId: environment_id, projectId: project_id, tokenId: access_token_id } = grant
    const keysets = input.keysets.map((keyset) => Buffer.from(canonicalBytes(keyset)).toString())
    const about = { environment_id, project_id, access_token_id, instance_id: input.instance_id }
    await insertProof(trx, { ...about, ...place, envelope, keysets, proven_at: ctx.now() })
    return true
  })
  if (ahead) {
    const told = { environment: grant.environment, project_id: grant.projectId, instance: input.instance_id, ...place }
    ctx.log.error(told, 'an instance proved that it runs more than this FORGE knows: see "anvil-forge repair-sequence"')
  }
  return { ahead }
}

/** Verifies against this FORGE's own keys, and against keysets that follow them: some may have been made since the backup. */
async function verify(
  trx: Knex,
  { grant, input, envelope }: { grant: TokenGrant; input: FleetProofInput; envelope: Uint8Array },
): Promise<void> {
  const { chain: held } = await readHeldKeys(trx)
  const chain = openKeysets(
    input.keysets.map((keyset) => canonicalBytes(keyset)),
    { held },
  )
  const { projectId: project_id, environment } = grant
  openManifest(envelope, { chain, target: { forge_id: chain.forge_id, project_id, environment } })
}

/** Something that can't be compared is left to the verification, which says what is wrong with it. */
function isAheadOrBroken(claimed: Position & { envelope: Uint8Array }, head: Head): boolean {
  try {
    return isAhead(claimed, head)
  } catch (error) {
    if (error instanceof AnvilError) return true
    throw error
  }
}

function malformedUnless<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new AnvilError('manifest.malformed', 'What was sent as proof is not a manifest in its envelope.', { cause })
  }
}
