import {
  DeliveryList,
  FleetFilter,
  FleetQuery,
  FleetSummary,
  LiveInstanceDetail,
  LiveInstancePage,
  PastDeliveryPage,
  PastDeliveryQuery,
  SyncInput,
  SyncRequest,
} from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { method: 'get', tag: 'LIVE instances', access: 'person' } as const
const BASE = '/projects/:projectId/environments/:environment'

export const liveOperations: readonly Operation[] = [
  {
    ...common,
    path: `${BASE}/instances`,
    right: 'project.read',
    summary: 'The LIVE instances of an environment, those that a filter finds, page by page',
    query: FleetQuery,
    answers: { 200: LiveInstancePage },
  },
  {
    ...common,
    path: `${BASE}/fleet`,
    right: 'project.read',
    summary: 'How many LIVE instances of an environment run what, and how they stand',
    query: FleetFilter,
    answers: { 200: FleetSummary },
  },
  {
    ...common,
    path: `${BASE}/instances/:instanceId`,
    right: 'project.read',
    summary: 'One LIVE instance, with what it runs and what it should',
    answers: { 200: LiveInstanceDetail },
  },
  {
    ...common,
    path: `${BASE}/instances/:instanceId/deliveries`,
    right: 'project.read',
    summary: 'What a LIVE instance did with the publications of its environment, newest first',
    query: PastDeliveryQuery,
    answers: { 200: PastDeliveryPage },
  },
  {
    ...common,
    method: 'post',
    path: `${BASE}/sync-requests`,
    right: 'publication.publish',
    summary: 'Ask LIVE instances to take what their environment runs now; frozen ones stay where they are',
    body: SyncInput,
    answers: { 202: SyncRequest },
  },
  {
    ...common,
    path: `${BASE}/sync-requests/:syncRequestId`,
    right: 'project.read',
    summary: 'What LIVE instances did that were asked to sync',
    answers: { 200: SyncRequest },
  },
  {
    ...common,
    path: `${BASE}/publications/:publicationId/deliveries`,
    right: 'project.read',
    summary: 'What each LIVE instance did with a publication',
    answers: { 200: DeliveryList },
  },
]
