import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { insertHead } from './head-store.js'
import { insertPublication } from './publication-store.js'

/** Gives a new environment its first signed manifest, sequence 0 without bundles; call it where the environment is made. */
export async function createFirstHead(
  ctx: Pick<AppContext, 'signing' | 'newId'>,
  trx: Knex.Transaction,
  { project, environment }: { project: { id: string }; environment: { id: string; slug: string } },
): Promise<void> {
  const signer = await ctx.signing.current(trx)
  const signed = signer.signManifest({
    project_id: project.id,
    environment: environment.slug,
    sequence: 0,
    bundles: [],
  })
  const place = { environment_id: environment.id, project_id: project.id, publication_id: ctx.newId() }
  await insertPublication(trx, {
    id: place.publication_id,
    project_id: project.id,
    environment_id: environment.id,
    kind: 'initial',
    epoch: signed.manifest.epoch,
    sequence: 0,
    envelope: signed.envelope,
    bundles: [],
    changed: [],
    origin: null,
    note: '',
    created_by: null,
    created_at: signed.issuedAt,
  })
  await insertHead(trx, place, signed)
}
