import type { Knex } from 'knex'
import type * as AuditReads from '../../src/audit/audit-read-store.js'
import type * as AuditExports from '../../src/audit/export-store.js'
import type { Calls } from './store-probes.js'
import type { StoreScene } from './store-scene.js'

const later = (at: Date): string => new Date(at.getTime() + 1e10).toISOString()

/** Signs three more entries of my trail. */
async function signed(trx: Knex.Transaction, { organisationId }: StoreScene['me'], at: Date): Promise<void> {
  const of = { chain: organisationId, organisation_id: organisationId, envelope: '{}', created_at: at }
  await trx('audit_checkpoints').insert([3, 6, 9].map((seq) => ({ ...of, seq })))
}

/** What is asked of the stores of the audit trail, by the path of the store below `src`. */
export const TRAIL_PROBES = {
  'audit/audit-read-store': (store: typeof AuditReads, { me, at, longAgo }: StoreScene): Calls => [
    (trx) => store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 200 }),
    (trx) => store.listAuditEntries(trx, { organisation_id: me.organisationId }, { limit: 200 }),
    async (trx) => {
      const of = { project_id: me.projectId }
      const [newest] = await store.listAuditEntries(trx, of, { limit: 1 })
      const numbers = Array.from({ length: newest?.number ?? 0 }, (_, at) => at + 1)
      return Promise.all(numbers.map((number) => store.findAuditEntry(trx, of, number)))
    },
    (trx) => store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 200, user_id: me.reviewer.id }),
    (trx) => store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 200, area: 'project' }),
    (trx) => store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 200, area: 'publications' }),
    (trx) => store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 200, action: 'project.created' }),
    (trx) => store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 200, target: me.reviewed.id }),
    (trx) => store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 200, from: later(at) }),
    (trx) => store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 200, to: longAgo.toISOString() }),
    async (trx) => {
      const entry = { actor_kind: 'user', actor_id: me.owner.id, means: 'session', action: 'of.before', target: 'x' }
      await trx('audit_entries').insert({ ...entry, project_id: me.projectId, details: '{}', created_at: at })
      const of = { project_id: me.projectId }
      return (await store.listAuditEntries(trx, of, { limit: 200, action: 'of.before' })).map(({ actor }) => actor)
    },
    async (trx) => {
      const [newest] = await store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 1 })
      return store.listAuditEntries(trx, { project_id: me.projectId }, { limit: 200, before: newest?.number ?? 0 })
    },
  ],
  'audit/export-store': (store: typeof AuditExports, { me, at }: StoreScene): Calls => {
    const place = { chain: me.organisationId, after: 0, upTo: 10_000 }
    const some = { ...place, after: 3, upTo: 6 }
    return [
      (trx) => store.findStretch(trx, me.organisationId, {}),
      (trx) => store.findStretch(trx, me.projectId, {}),
      (trx) => store.findStretch(trx, me.organisationId, { from: new Date(0), to: at }),
      async (trx) => {
        await signed(trx, me, at)
        const times: Date[] = await trx('audit_entries')
          .where({ chain: me.organisationId })
          .orderBy('seq')
          .pluck('created_at')
        const [from, to] = [times[4], times[6]]
        return [
          await store.findStretch(trx, me.organisationId, { from }),
          await store.findStretch(trx, me.organisationId, { to }),
        ]
      },
      (trx) => store.listSealed(trx, { ...place, limit: 10_000 }),
      (trx) => store.listSealed(trx, { ...some, limit: 10_000 }),
      (trx) => store.listCheckpoints(trx, place),
      async (trx) => {
        await signed(trx, me, at)
        return store.listCheckpoints(trx, some)
      },
    ]
  },
}
