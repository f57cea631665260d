import { Bundle, Envelope, InstanceReport, InstanceReportAnswer } from '@anvil/shared'
import { CurrentBundle, CurrentBundleQuery, KeysetChain, KeysetQuery } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { method: 'get', tag: 'For applications' } as const
const application = { ...common, access: 'application' } as const

/** What LIVE instances fetch; answered by the delivery handler before Express is reached. */
export const deliveryOperations: readonly Operation[] = [
  {
    ...application,
    path: '/projects/:projectId/manifest',
    summary: 'The signed manifest of what the token’s environment runs; send the ETag as If-None-Match for 304',
    headers: ['If-None-Match'],
    answers: { 200: Envelope, 304: null },
    errors: ['token.wrong_project'],
  },
  {
    ...application,
    path: '/bundles/sha256-:sha256',
    summary: 'A bundle that the token’s environment runs or ran, by its digest; it never changes',
    answers: { 200: Bundle },
    errors: ['bundle.not_found'],
  },
  {
    ...application,
    path: '/projects/:projectId/current_bundle',
    summary: 'One bundle that the token’s environment runs, as an object',
    query: CurrentBundleQuery,
    answers: { 200: CurrentBundle },
    errors: ['token.wrong_project', 'bundle.not_found', 'bundle.prompt_set_required'],
  },
  {
    ...application,
    method: 'put',
    path: '/projects/:projectId/instances/:instanceId',
    summary: 'A LIVE instance without a socket tells how it stands, and hears the time and the pace',
    body: InstanceReport,
    answers: { 200: InstanceReportAnswer },
    errors: ['token.wrong_project', 'instance.limit_reached', 'quota.reached'],
  },
  {
    ...common,
    access: 'anyone',
    path: '/keyset',
    summary: 'The signed keysets after a number; 0 asks for all',
    query: KeysetQuery,
    answers: { 200: KeysetChain },
  },
]
