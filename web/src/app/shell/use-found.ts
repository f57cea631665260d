import { isolate } from '@anvil/shared'
import type { PromptSet } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { organisationsQuery } from '../../features/organisations/api.js'
import { projectQuery, projectsQuery } from '../../features/projects/api.js'
import { promptSetsQuery } from '../../features/prompt-sets/api.js'
import { type Found, matching } from './found.js'
import { PLACES } from './places.js'
import { useActions } from './use-actions.js'
import { useFoundPrompts } from './use-found-prompts.js'

/** Where the palette was opened, and what it may do there. */
interface Here {
  projectId?: string | undefined
  promptSetId?: string | undefined
  openHelp: () => void
}

/** What has all the words that were typed: pages, actions, sets and projects by their names, prompts also by their texts. */
export function useFound(text: string, { projectId, promptSetId, openHelp }: Here) {
  const { data: project } = useQuery({ ...projectQuery(projectId ?? ''), enabled: projectId !== undefined })
  const organisationId = project?.organisation_id
  const { data: organisations = [] } = useQuery(organisationsQuery)
  const { data: projects = [] } = useQuery({
    ...projectsQuery(organisationId ?? ''),
    enabled: organisationId !== undefined,
  })
  const { data: sets = [] } = useQuery({ ...promptSetsQuery(projectId ?? ''), enabled: projectId !== undefined })
  const set = sets.find(({ id }) => id === promptSetId)
  const actions = useActions(projectId, set, openHelp)
  const { prompts, isLooking, isCut, error } = useFoundPrompts(text, projectId)
  const named: Found[] = [
    ...(projectId === undefined ? [] : pagesOf(projectId)),
    ...sets.map(setItself),
    ...projects.map(({ id, name }) => ({
      key: id,
      title: name,
      kind: 'Project' as const,
      pick: { link: { to: '/projects/$projectId', params: { projectId: id } } as const },
    })),
    ...organisations.map(({ id, name }) => ({
      key: id,
      title: name,
      kind: 'Organisation' as const,
      pick: { link: { to: '/organisations/$organisationId', params: { organisationId: id } } as const },
    })),
    ...actions,
    ...sets.map(versionsOf),
  ]
  return { found: [...matching(named, text), ...prompts], isLooking, isCut, error }
}

function pagesOf(projectId: string): Found[] {
  return PLACES.map(({ name, to }) => ({
    key: name,
    title: name,
    kind: 'Page',
    pick: { link: { to, params: { projectId } } },
  }))
}

const setItself = ({ id: promptSetId, name, project_id: projectId }: PromptSet): Found => ({
  key: promptSetId,
  title: name,
  kind: 'Prompt set',
  pick: { link: { to: '/projects/$projectId/prompts/$promptSetId', params: { projectId, promptSetId } } },
})

const versionsOf = ({ id: promptSetId, name, project_id: projectId }: PromptSet): Found => ({
  key: `${promptSetId}/versions`,
  title: `Versions of ${isolate(name)}`,
  kind: 'Page',
  pick: { link: { to: '/projects/$projectId/prompts/$promptSetId/versions', params: { projectId, promptSetId } } },
})
