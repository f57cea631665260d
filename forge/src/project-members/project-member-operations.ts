import { ProjectMember, ProjectMemberList, ProjectRolesInput } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { tag: 'Projects', access: 'person' } as const

export const projectMemberOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/projects/:projectId/members',
    right: 'project.read',
    summary: 'Who is what in a project',
    answers: { 200: ProjectMemberList },
  },
  {
    ...common,
    method: 'put',
    path: '/projects/:projectId/members/:userId/roles',
    right: 'member.manage',
    summary: 'Say what somebody is in this project, or that the organisation says it',
    body: ProjectRolesInput,
    answers: { 200: ProjectMember },
    errors: ['member.has_all_roles'],
  },
]
