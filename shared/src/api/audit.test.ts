import { describe, expect, it } from 'vitest'
import { AuditEntry, AuditQuery } from './audit.js'

const entry = {
  number: 1,
  seal: null,
  project_id: null,
  actor: { kind: 'system', id: 'signing', name: null },
  action: 'keyset.made',
  target: '1',
  details: {},
  shortened: {},
  means: 'job',
  address: null,
  request_id: null,
  created_at: '2026-11-21T10:00:00.000Z',
}

describe('the audit trail', () => {
  it('is asked for by numbers as an address has them', () => {
    expect(AuditQuery.parse({ before: '12', limit: '5', area: 'tokens' })).toEqual({
      before: 12,
      limit: 5,
      area: 'tokens',
    })
    expect(AuditQuery.parse({})).toEqual({ limit: 50 })
    for (const query of [{ area: 'x' }, { before: '-1' }, { limit: '1.5' }, { user_id: 'me' }])
      expect(AuditQuery.safeParse(query).success).toBe(false)
  })

  it('is narrowed by action, target and time', () => {
    const query = { action: 'member.added', target: 'x', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }
    expect(AuditQuery.parse(query)).toEqual({ ...query, limit: 50 })
    for (const query of [{ from: 'yesterday' }, { action: '' }, { target: 'x'.repeat(301) }])
      expect(AuditQuery.safeParse(query).success).toBe(false)
  })

  it('has entries of people, applications and FORGE itself', () => {
    expect(AuditEntry.parse(entry)).toEqual(entry)
    expect(AuditEntry.safeParse({ ...entry, actor: { ...entry.actor, kind: 'ghost' } }).success).toBe(false)
    expect(AuditEntry.safeParse({ ...entry, number: 0 }).success).toBe(false)
    expect(AuditEntry.safeParse({ ...entry, means: 'telepathy' }).success).toBe(false)
  })
})
