import { Session, SetupResult, SetupState } from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { z } from 'zod'
import { request, session } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { toasts } from '../../lib/toasts.js'

/** Whether this FORGE waits for its first admin. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => request(SetupState, '/setup'),
})

/** Signs in; the session is kept by this browser. */
export function useSignIn() {
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => request(Session, '/sessions', { method: 'POST', body }),
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
