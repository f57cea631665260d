import { AnvilError } from '@anvil/shared'
import { type OidcCallback, OidcDeparture, Session, SetupResult, SetupState, SignInWays } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { z } from 'zod'
import { request, session } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { toasts } from '../../lib/toasts.js'
import { oidcAttempts } from './oidc-attempt.js'

/** Whether this FORGE waits for its first admin. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => request(SetupState, '/setup'),
})

/** The ways to sign in that there are. */
export const signInWaysQuery = queryOptions({
  queryKey: ['sign-in-ways'],
  queryFn: () => request(SignInWays, '/sign-in-ways'),
  staleTime: Infinity,
})

/** Signs in; the session is kept by this browser. */
export function useSignIn() {
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => request(Session, '/sessions', { method: 'POST', body }),
    onSuccess: takeUp,
  })
}

const STRAY = new AnvilError(
  'oidc.attempt_over',
  'This tab did not leave from here to sign in, or came back already. Sign in anew.',
)
const NO_ROOM = new AnvilError(
  'oidc.refused',
  'Your browser keeps nothing for this page, so there would be no way back. Let it keep data of this site.',
)

/** Leaves for the issuer; this tab keeps the secret of the way back. */
export function useDepart() {
  return useMutation({
    mutationFn: async (to: string) => {
      const { authorization_url, secret } = await request(OidcDeparture, '/sessions/oidc', { method: 'POST' })
      if (!oidcAttempts.keep({ secret, to })) throw NO_ROOM
      window.location.assign(authorization_url)
    },
  })
}

/** Signs in whom the issuer sent back to the tab that left for it. */
export function useReturn() {
  return useMutation({
    mutationFn: async (body: OidcCallback | undefined) => {
      if (!body) throw STRAY
      return request(Session, '/sessions/oidc/callback', { method: 'POST', body })
    },
    onSuccess: takeUp,
  })
}

/** What the same person has open stays as it is and is looked at again; nothing is left of somebody else's. */
async function takeUp(started: Session): Promise<void> {
  if (session.start(started)) await queryClient.invalidateQueries()
  else await queryClient.resetQueries()
}

export interface FirstRun {
  code: string
  email: string
  name: string
  password: string
  organisation: { name: string }
}

/** Makes the first admin and their organisation, and signs in. */
export function useFirstRun() {
  return useMutation({
    mutationFn: (body: FirstRun) => request(SetupResult, '/setup', { method: 'POST', body }),
    onSuccess: (started) => {
      queryClient.setQueryData(setupQuery.queryKey, { needed: false })
      session.start(started)
    },
  })
}

/** Ends the session at FORGE too, if that can be reached, and forgets all that was read by it. */
export async function signOut(): Promise<void> {
  await request(z.undefined(), '/sessions/current', { method: 'DELETE' }).catch(() => undefined)
  session.end()
  toasts.clear()
  queryClient.clear()
}
