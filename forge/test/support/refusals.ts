import type { AuditEntry } from '@anvil/shared/api'
import type { Person } from './factories.js'

/** The entries of a project's trail of what was refused on the way to production, oldest first, as its admin reads them. */
export async function refusalsOf(by: Person, projectId: string): Promise<AuditEntry[]> {
  const found: AuditEntry[] = []
  for (const action of ['lock.refused', 'approval.refused', 'publication.refused']) {
    const page = await by.call('get', `/projects/${projectId}/audit`).query({ action, limit: 200 }).expect(200)
    found.push(...page.body.entries)
  }
  return found.toSorted((a, b) => a.number - b.number)
}
