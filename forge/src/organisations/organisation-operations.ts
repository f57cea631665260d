import { Member, MemberList, NewMember, NewOrganisation, OrganisationList, OwnOrganisation } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { tag: 'Organisations', access: 'person' } as const

export const organisationOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/organisations',
    summary: 'The organisations you belong to',
    answers: { 200: OrganisationList },
  },
  {
    ...common,
    method: 'post',
    path: '/organisations',
    summary: 'Make an organisation, which you then own',
    body: NewOrganisation,
    answers: { 201: OwnOrganisation },
    errors: ['organisation.slug_taken'],
  },
  {
    ...common,
    method: 'get',
    path: '/organisations/:organisationId',
    summary: 'One organisation',
    answers: { 200: OwnOrganisation },
  },
  {
    ...common,
    method: 'get',
    path: '/organisations/:organisationId/members',
    summary: 'The people of an organisation',
    answers: { 200: MemberList },
  },
  {
    ...common,
    method: 'post',
    path: '/organisations/:organisationId/members',
    summary: 'Add a person, with an account where they have none',
    body: NewMember,
    answers: { 201: Member },
    errors: ['auth.forbidden', 'member.exists'],
  },
]
