import { AnvilError, Envelope, parse, type Right } from '@anvil/shared'
import type { EnvironmentHead, Publication, PublicationPage, PublicationQuery } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import { findBehindFleet } from '../fleet/behind-fleet.js'
import type { UserActor } from '../http/actor.js'
import { getEnvironment } from '../projects/environment-store.js'
import { getProjectOf } from '../projects/project-store.js'
import { findHead } from './head-store.js'
import { getPublication, listPublications } from './publication-store.js'

export interface EnvironmentPlace {
  projectId: string
  environment: string
}
export type PublicationPlace = EnvironmentPlace & { publicationId: string }

/** What an environment runs now, with its signed manifest. */
export function getEnvironmentHead(
  ctx: AppContext,
  actor: UserActor,
  place: EnvironmentPlace,
): Promise<EnvironmentHead> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, place.projectId, 'project.read')
    const environment = await getEnvironment(trx, place.projectId, place.environment)
    const head = await findHead(trx, environment.id)
    if (!head)
      throw new AnvilError(
        'manifest.not_found',
        `The environment ${environment.slug} has no manifest. Let the operator of FORGE run "anvil-forge doctor".`,
      )
    const { bundles } = await getPublication(trx, place.projectId, head.publication_id)
    return {
      environment: environment.slug,
      publication_id: head.publication_id,
      epoch: head.epoch,
      sequence: head.sequence,
      bundles,
      issued_at: head.issued_at.toISOString(),
      expires_at: head.expires_at.toISOString(),
      behind_fleet: await findBehindFleet(trx, head),
      envelope: parse(Envelope, JSON.parse(head.envelope.toString())),
    }
  })
}

/** What was published to an environment, newest first. */
export function listPublicationsOf(
  ctx: AppContext,
  actor: UserActor,
  { projectId, environment, query }: EnvironmentPlace & { query: PublicationQuery },
): Promise<PublicationPage> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, projectId, 'project.read')
    const { id } = await getEnvironment(trx, projectId, environment)
    const publications = await listPublications(trx, id, query)
    const last = publications.at(-1)?.sequence ?? 0
    return { publications, next: publications.length === query.limit && last > 0 ? last : null }
  })
}

/** One publication of an environment. */
export function getPublicationOf(ctx: AppContext, actor: UserActor, place: PublicationPlace): Promise<Publication> {
  return ctx.asActor(actor, (trx) => getPublicationIn(trx, { actor, right: 'project.read' }, place))
}

/** One publication of an environment, in the transaction that asks more about it. */
export async function getPublicationIn(
  trx: Knex.Transaction,
  { actor, right }: { actor: UserActor; right: Right },
  place: PublicationPlace,
): Promise<Publication> {
  await getProjectOf(trx, actor, place.projectId, right)
  const publication = await getPublication(trx, place.projectId, place.publicationId)
  if (publication.environment === place.environment) return publication
  throw new AnvilError('publication.not_found', `${place.environment} has no publication ${place.publicationId}.`)
}
