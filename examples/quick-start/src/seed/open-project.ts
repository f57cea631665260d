import { AnvilError } from '@anvil/shared'
import { OrganisationList, ProjectAnswer, ProjectList } from './answers.js'
import { type SeedSession, takeStep } from './take-step.js'

const SLUG = 'demo'

/** The demo's project, made where it is not there yet; answers its id. */
export async function openProject(session: SeedSession): Promise<string> {
  const { organisations } = await takeStep(session, OrganisationList, { path: '/organisations' })
  const [organisation] = organisations
  if (organisation === undefined) throw new AnvilError('organisation.not_found', 'The demo admin has no organisation')
  const path = `/organisations/${organisation.id}/projects`
  const { projects } = await takeStep(session, ProjectList, { path })
  const there = projects.find(({ slug }) => slug === SLUG)
  if (there !== undefined) return there.id
  const body = { name: 'Demo', slug: SLUG, description: 'What npm start made: the prompts of an outdoor shop.' }
  return (await takeStep(session, ProjectAnswer, { method: 'POST', path, body })).id
}
