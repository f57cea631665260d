import { OwnProject, NewProject, Project, ProjectChange, ProjectList } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { tag: 'Projects', access: 'person' } as const

export const projectOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/organisations/:organisationId/projects',
    right: 'organisation.read',
    summary: 'The projects of an organisation',
    answers: { 200: ProjectList },
  },
  {
    ...common,
    method: 'post',
    path: '/organisations/:organisationId/projects',
    right: 'project.create',
    summary: 'Make a project with its environments production, staging and development',
    body: NewProject,
    answers: { 201: Project },
    errors: ['project.slug_taken', 'quota.reached'],
  },
  {
    ...common,
    method: 'get',
    path: '/projects/:projectId',
    right: 'project.read',
    summary: 'One project',
    answers: { 200: OwnProject },
  },
  {
    ...common,
    method: 'patch',
    path: '/projects/:projectId',
    right: ['project.manage', 'release.rules'],
    summary: 'Change a project; what a release needs, signed in',
    body: ProjectChange,
    answers: { 200: Project },
  },
]
