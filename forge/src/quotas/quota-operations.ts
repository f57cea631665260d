import { QuotaList } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

export const quotaOperations: readonly Operation[] = [
  {
    tag: 'Organisations',
    access: 'person',
    method: 'get',
    path: '/organisations/:organisationId/quotas',
    right: 'organisation.read',
    summary: 'How many projects, prompts, access tokens and instances an organisation has, and may have',
    answers: { 200: QuotaList },
  },
]
