import { useQuery } from '@tanstack/react-query'
import type { LinkProps } from '@tanstack/react-router'
import { organisationsQuery } from '../../features/organisations/api.js'
import { projectQuery, projectsQuery } from '../../features/projects/api.js'
import { promptSetsQuery } from '../../features/prompt-sets/api.js'
import { PLACES } from './places.js'

/** Something that the palette offers. */
export interface Found {
  key: string
  title: string
  kind: string
  link: Pick<LinkProps, 'to' | 'params'>
}

/** What can be gone to from here and has all the words that were typed. */
export function useFound(text: string, projectId: string | undefined): Found[] {
  const { data: project } = useQuery({ ...projectQuery(projectId ?? ''), enabled: projectId !== undefined })
  const organisationId = project?.organisation_id
  const { data: organisations = [] } = useQuery(organisationsQuery)
  const { data: projects = [] } = useQuery({
    ...projectsQuery(organisationId ?? ''),
    enabled: organisationId !== undefined,
  })
  const { data: sets = [] } = useQuery({ ...promptSetsQuery(projectId ?? ''), enabled: projectId !== undefined })
  const all: Found[] = [
    ...(projectId === undefined ? [] : pagesOf(projectId)),
    ...projects.map(({ id, name }) => ({
      key: id,
      title: name,
      kind: 'Project',
      link: { to: '/projects/$projectId', params: { projectId: id } } as const,
    })),
    ...organisations.map(({ id, name }) => ({
      key: id,
      title: name,
      kind: 'Organisation',
      link: { to: '/organisations/$organisationId', params: { organisationId: id } } as const,
    })),
    ...sets.map(({ id, name, project_id }) => ({
      key: id,
      title: `Versions of ${name}`,
      kind: 'Page',
      link: {
        to: '/projects/$projectId/prompts/$promptSetId/versions',
        params: { projectId: project_id, promptSetId: id },
      } as const,
    })),
  ]
  const words = text.toLowerCase().split(/\s+/)
  return all.filter(({ title, kind }) => words.every((word) => `${title} ${kind}`.toLowerCase().includes(word)))
}

function pagesOf(projectId: string): Found[] {
  return PLACES.map(({ name, to }) => ({ key: name, title: name, kind: 'Page', link: { to, params: { projectId } } }))
}
