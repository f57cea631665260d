import { type AcceptInvitation, AcceptedInvitation, InvitationView } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { request, session } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { organisationsQuery } from '../organisations/api.js'

/** What the secret of an invitation opens. */
export const invitationQuery = (secret: string) =>
  queryOptions({
    queryKey: ['invitation', secret],
    queryFn: () => request(InvitationView, '/invitations/look', { method: 'POST', body: { secret } }),
    staleTime: Infinity,
  })

/** Joins by an invitation, signs in where the account was made by it, and goes on; nothing is left of what was read before. */
export function useAccept(onJoined: (organisationId: string) => Promise<void>) {
  return useMutation({
    mutationFn: (body: AcceptInvitation) =>
      request(AcceptedInvitation, '/invitations/accept', { method: 'POST', body }),
    onSuccess: async ({ organisation, session: started }) => {
      if (started) {
        session.start(started)
        queryClient.removeQueries({ type: 'inactive' })
      }
      await onJoined(organisation.id)
      await queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey })
    },
  })
}
