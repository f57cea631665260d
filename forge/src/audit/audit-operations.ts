import { AuditPage, AuditQuery } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

export const auditOperations: readonly Operation[] = [
  {
    tag: 'Audit',
    access: 'person',
    method: 'get',
    path: '/projects/:projectId/audit',
    summary: 'Who did what in a project, newest first, by page',
    query: AuditQuery,
    answers: { 200: AuditPage },
  },
]
