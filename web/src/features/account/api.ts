import {
  type AccountInput,
  ChangedPassword,
  EndedSessions,
  type PasswordInput,
  SessionList,
  User,
} from '@anvil/shared/api'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { z } from 'zod'
import { request, session } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'

/** The sessions of who is signed in that go on. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await request(SessionList, '/sessions')).sessions,
})

const renew = () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey })

export function useEndSession() {
  return useMutation({
    mutationFn: (id: string) => request(z.undefined(), `/sessions/${id}`, { method: 'DELETE' }),
    onSettled: renew,
  })
}

/** Ends all sessions but that of this browser. */
export function useEndOthers() {
  return useMutation({
    mutationFn: () => request(EndedSessions, '/sessions', { method: 'DELETE' }),
    onSettled: renew,
  })
}

/** Gives another password, which ends all other sessions. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (body: PasswordInput) => request(ChangedPassword, '/account/password', { method: 'PUT', body }),
    onSuccess: renew,
  })
}

/** Changes how the person is called, in this browser's session too. */
export function useChangeName() {
  return useMutation({
    mutationFn: (body: AccountInput) => request(User, '/account', { method: 'PATCH', body }),
    onSuccess: async (user) => {
      const current = session.get()
      if (current) session.start({ ...current, user })
      await queryClient.invalidateQueries()
    },
  })
}
