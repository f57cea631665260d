import {
  type Invitation,
  InvitationList,
  IssuedInvitation,
  Member,
  type MemberChange,
  MemberList,
  type NewInvitation,
  ProjectMember,
  ProjectMemberList,
  type ProjectRolesInput,
} from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { z } from 'zod'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'

/** The people of an organisation. */
export const membersQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['organisations', organisationId, 'members'],
    queryFn: async () => (await request(MemberList, `/organisations/${organisationId}/members`)).members,
  })

/** The invitations of an organisation that are open. */
export const invitationsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['organisations', organisationId, 'invitations'],
    queryFn: async () => {
      const { invitations } = await request(InvitationList, `/organisations/${organisationId}/invitations`)
      return invitations.filter(({ state }) => state === 'open')
    },
  })

/** Everybody in a project, with what they are there. */
export const projectMembersQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'members'],
    queryFn: async () => (await request(ProjectMemberList, `/projects/${projectId}/members`)).members,
  })

const renew = (organisationId: string) => queryClient.invalidateQueries({ queryKey: ['organisations', organisationId] })

/** Changes what a member is. */
export function useChangeMember(organisationId: string) {
  return useMutation({
    mutationFn: ({ userId, ...body }: MemberChange & { userId: string }) =>
      request(Member, `/organisations/${organisationId}/members/${userId}`, { method: 'PATCH', body }),
    onSuccess: () => renew(organisationId),
  })
}

/** Takes a member out of an organisation, or oneself. */
export function useRemoveMember(organisationId: string) {
  return useMutation({
    mutationFn: (userId: string) =>
      request(z.undefined(), `/organisations/${organisationId}/members/${userId}`, { method: 'DELETE' }),
  })
}

/** Reads again who belongs to an organisation. */
export const readMembersAgain = renew

/** Invites somebody; the answer has the secret of the link, this once. */
export function useInvite(organisationId: string) {
  return useMutation({
    mutationFn: (body: NewInvitation) =>
      request(IssuedInvitation, `/organisations/${organisationId}/invitations`, { method: 'POST', body }),
    onSuccess: () => renew(organisationId),
  })
}

/** Takes an invitation back. */
export function useWithdrawInvitation(organisationId: string) {
  return useMutation({
    mutationFn: ({ id }: Pick<Invitation, 'id'>) =>
      request(z.undefined(), `/organisations/${organisationId}/invitations/${id}`, { method: 'DELETE' }),
    onSettled: () => renew(organisationId),
  })
}

/** Says what somebody is in one project; null for what the organisation says. */
export function useSetProjectRoles(projectId: string) {
  return useMutation({
    mutationFn: ({ userId, ...body }: ProjectRolesInput & { userId: string }) =>
      request(ProjectMember, `/projects/${projectId}/members/${userId}/roles`, { method: 'PUT', body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['projects', projectId] }),
  })
}
