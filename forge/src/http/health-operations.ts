import { Health, Readiness } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const common = { method: 'get', tag: 'FORGE', access: 'anyone' } as const

export const healthOperations: readonly Operation[] = [
  { ...common, path: '/healthz', summary: 'Whether the process answers', answers: { 200: Health } },
  {
    ...common,
    path: '/readyz',
    summary: 'Whether it can serve people: its database answers and its keys can sign',
    answers: { 200: Readiness, 503: Readiness },
  },
]
