import {
  Member,
  MemberChange,
  MemberList,
  NewMember,
  NewOrganisation,
  OrganisationList,
  OwnOrganisation,
} from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { tag: 'Organisations', access: 'person' } as const

export const organisationOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/organisations',
    right: 'signed_in',
    summary: 'The organisations you belong to',
    answers: { 200: OrganisationList },
  },
  {
    ...common,
    method: 'post',
    path: '/organisations',
    right: 'signed_in',
    summary: 'Make an organisation, which you then own',
    body: NewOrganisation,
    answers: { 201: OwnOrganisation },
    errors: ['organisation.slug_taken'],
  },
  {
    ...common,
    method: 'get',
    path: '/organisations/:organisationId',
    right: 'organisation.read',
    summary: 'One organisation',
    answers: { 200: OwnOrganisation },
  },
  {
    ...common,
    method: 'get',
    path: '/organisations/:organisationId/members',
    right: 'organisation.read',
    summary: 'The people of an organisation',
    answers: { 200: MemberList },
  },
  {
    ...common,
    method: 'post',
    path: '/organisations/:organisationId/members',
    right: 'organisation.members',
    summary: 'Add a person, with an account where they have none',
    body: NewMember,
    answers: { 201: Member },
    errors: ['member.exists', 'member.needs_invitation'],
  },
  {
    ...common,
    method: 'patch',
    path: '/organisations/:organisationId/members/:userId',
    right: 'organisation.members',
    summary: 'Change what a member is, in the organisation and its projects',
    body: MemberChange,
    answers: { 200: Member },
    errors: ['member.last_owner'],
  },
  {
    ...common,
    method: 'delete',
    path: '/organisations/:organisationId/members/:userId',
    right: 'organisation.members',
    summary: 'Take a member out, or leave',
    answers: { 204: null },
    errors: ['member.last_owner'],
  },
]
