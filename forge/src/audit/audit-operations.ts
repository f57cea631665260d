import { AuditChain, AuditEntry, AuditExportQuery, AuditPage, AuditQuery } from '@anvil/shared/api'
import type { Operation } from '../openapi/operation.js'

const ofProject = { tag: 'Audit', access: 'person', method: 'get', right: 'project.read' } as const
const ofOrganisation = { ...ofProject, right: 'organisation.audit' } as const

export const auditOperations: readonly Operation[] = [
  {
    ...ofProject,
    path: '/projects/:projectId/audit',
    summary: 'Who did what in a project, newest first, by page',
    query: AuditQuery,
    answers: { 200: AuditPage },
  },
  {
    ...ofProject,
    path: '/projects/:projectId/audit/:entryNumber',
    summary: 'One entry of the trail of a project',
    answers: { 200: AuditEntry },
    errors: ['audit_entry.not_found'],
  },
  {
    ...ofOrganisation,
    path: '/organisations/:organisationId/audit',
    summary: 'Who did what in a whole organisation, newest first, by page',
    query: AuditQuery,
    answers: { 200: AuditPage },
  },
  {
    ...ofOrganisation,
    path: '/organisations/:organisationId/audit/chain',
    summary: 'How far the trail of an organisation is sealed, and signed',
    answers: { 200: AuditChain },
  },
  {
    ...ofOrganisation,
    path: '/organisations/:organisationId/audit/export',
    summary: 'The sealed and signed trail of an organisation, one JSON object a line, for "anvil-forge audit verify"',
    query: AuditExportQuery,
    answers: { 200: null },
    errors: ['signing_key.expired'],
  },
  {
    ...ofOrganisation,
    path: '/organisations/:organisationId/audit/:entryNumber',
    summary: 'One entry of the trail of an organisation',
    answers: { 200: AuditEntry },
    errors: ['audit_entry.not_found'],
  },
]
