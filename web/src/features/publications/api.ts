import {
  DeliveryList,
  EnvironmentHead,
  Publication,
  type PublicationInput,
  PublicationPage,
  PublicationPreview,
  RetryResult,
} from '@anvil/shared/api'
import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { z } from 'zod'
import { request } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { pace } from '../events/events.js'
import { newKey } from './new-key.js'

const OFTEN_MS = 1_000
const SELDOM_MS = 10_000
/** Stands for the page with the newest. */
const NEWEST: number = -1

/** What is asked of an environment, as it is written. */
export type Asked = z.input<typeof PublicationInput>

/** Names an environment with its project. */
export interface EnvironmentKey {
  projectId: string
  environment: string
}

const pathOf = ({ projectId, environment }: EnvironmentKey) => `/projects/${projectId}/environments/${environment}`
const keyOf = (projectId: string, environment: string) => ['projects', projectId, 'environments', environment]

/** What an environment runs now. */
export const headQuery = (projectId: string, environment: string) =>
  queryOptions({
    queryKey: [...keyOf(projectId, environment), 'head'],
    queryFn: () => request(EnvironmentHead, `${pathOf({ projectId, environment })}/head`),
  })

/** The publications of an environment, newest first, page by page. */
export const publicationsQuery = (projectId: string, environment: string) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(projectId, environment), 'publications'],
    queryFn: ({ pageParam }) => {
      const page = pageParam === NEWEST ? '' : `?before=${pageParam}`
      return request(PublicationPage, `${pathOf({ projectId, environment })}/publications${page}`)
    },
    initialPageParam: NEWEST,
    getNextPageParam: ({ next }) => next,
  })

export const publicationQuery = (key: EnvironmentKey, publicationId: string) =>
  queryOptions({
    queryKey: [...keyOf(key.projectId, key.environment), 'publications', publicationId],
    queryFn: () => request(Publication, `${pathOf(key)}/publications/${publicationId}`),
    staleTime: Infinity,
  })

/** What each LIVE instance did with a publication; read again when FORGE says so, and now and then. */
export const deliveriesQuery = (key: EnvironmentKey, publicationId: string) =>
  queryOptions({
    queryKey: [...keyOf(key.projectId, key.environment), 'publications', publicationId, 'deliveries'],
    queryFn: () => request(DeliveryList, `${pathOf(key)}/publications/${publicationId}/deliveries`),
    refetchInterval: ({ state }) => (state.data?.complete === true ? SELDOM_MS : pace(OFTEN_MS, SELDOM_MS)),
  })

/** What a publication would do. It is not asked again under somebody who is about to confirm it. */
export const previewQuery = (key: EnvironmentKey, asked: Asked) =>
  queryOptions({
    queryKey: [...keyOf(key.projectId, key.environment), 'preview', asked],
    queryFn: () => request(PublicationPreview, `${pathOf(key)}/publications/preview`, { method: 'POST', body: asked }),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    refetchOnMount: 'always',
    gcTime: 0,
  })

/** Publishes; trying the same again goes with the same key, so it happens once. */
export function usePublish(key: EnvironmentKey) {
  const last = useRef<{ body: string; key: string }>(undefined)
  return useMutation({
    mutationFn: (asked: Asked) => {
      const body = JSON.stringify(asked)
      if (last.current?.body !== body) last.current = { body, key: newKey() }
      const headers = { 'idempotency-key': last.current.key }
      return request(Publication, `${pathOf(key)}/publications`, { method: 'POST', body: asked, headers })
    },
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: keyOf(key.projectId, key.environment), refetchType: 'none' }),
  })
}

/** Has a publication offered once more to the instances that failed to take it. */
export function useRetry(key: EnvironmentKey, publicationId: string) {
  return useMutation({
    mutationFn: () => request(RetryResult, `${pathOf(key)}/publications/${publicationId}/retries`, { method: 'POST' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: deliveriesQuery(key, publicationId).queryKey }),
  })
}
