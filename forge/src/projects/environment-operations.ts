import { Environment, EnvironmentChange, EnvironmentList, NewEnvironment } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { tag: 'Environments', access: 'person' } as const

export const environmentOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/projects/:projectId/environments',
    right: 'project.read',
    summary: 'The environments of a project',
    answers: { 200: EnvironmentList },
  },
  {
    ...common,
    method: 'post',
    path: '/projects/:projectId/environments',
    right: 'project.manage',
    summary: 'Add an environment; its slug stays for ever',
    body: NewEnvironment,
    answers: { 201: Environment },
    errors: ['environment.slug_taken'],
  },
  {
    ...common,
    method: 'patch',
    path: '/projects/:projectId/environments/:environment',
    right: ['project.manage', 'release.rules'],
    summary: "Change an environment's name, the kinds it takes, or its number of approvals, the last two signed in",
    body: EnvironmentChange,
    answers: { 200: Environment },
  },
]
