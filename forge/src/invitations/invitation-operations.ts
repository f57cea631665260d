import {
  AcceptedInvitation,
  AcceptInvitation,
  InvitationList,
  InvitationLook,
  InvitationView,
  IssuedInvitation,
  NewInvitation,
} from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const tag = 'Organisations'
const common = { tag, access: 'person', right: 'organisation.members' } as const

export const invitationOperations: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/organisations/:organisationId/invitations',
    summary: 'The invitations of an organisation',
    answers: { 200: InvitationList },
  },
  {
    ...common,
    method: 'post',
    path: '/organisations/:organisationId/invitations',
    summary: 'Invite somebody by a link, whose secret is shown this once',
    body: NewInvitation,
    answers: { 201: IssuedInvitation },
    errors: ['member.exists'],
  },
  {
    ...common,
    method: 'delete',
    path: '/organisations/:organisationId/invitations/:invitationId',
    summary: 'Take an invitation back',
    answers: { 204: null },
    errors: ['invitation.over'],
  },
  {
    tag,
    access: 'anyone',
    method: 'post',
    path: '/invitations/look',
    summary: 'What the secret of an invitation opens',
    body: InvitationLook,
    answers: { 200: InvitationView },
    errors: ['invitation.not_found', 'invitation.over'],
  },
  {
    tag,
    access: 'anyone',
    method: 'post',
    path: '/invitations/accept',
    summary: 'Join by an invitation: signed in, or with a new account',
    body: AcceptInvitation,
    answers: { 201: AcceptedInvitation },
    errors: [
      'invitation.not_found',
      'invitation.over',
      'invitation.other_account',
      'member.exists',
      'auth.password_off',
      'auth.forbidden',
    ],
  },
]
