import { describe, expect, it } from 'vitest'
import { type KeptInvitation, stateOf, toInvitation } from './invitation-store.js'

const at = new Date('2026-06-08T12:00:00Z')
const before = new Date(at.getTime() - 1)
const after = new Date(at.getTime() + 1)
const kept = (about: Partial<KeptInvitation> = {}): KeptInvitation => ({
  id: 'i-1',
  organisation_id: 'o-1',
  email: 'eve@example.com',
  role: 'member',
  roles: ['viewer'],
  secret_sha256: Buffer.from('kept-digest'),
  created_by: 'u-1',
  inviter: 'Ada',
  created_at: new Date('2026-06-01T12:00:00Z'),
  expires_at: after,
  closed_at: null,
  accepted_by: null,
  ...about,
})

describe('what became of an invitation', () => {
  it.each<[string, Partial<KeptInvitation>]>([
    ['open', {}],
    ['expired', { expires_at: at }],
    ['expired', { expires_at: before }],
    ['accepted', { closed_at: before, accepted_by: 'u-2' }],
    ['accepted', { closed_at: before, accepted_by: 'u-2', expires_at: before }],
    ['withdrawn', { closed_at: before }],
    ['withdrawn', { closed_at: before, expires_at: before }],
  ])('is "%s" with %j', (state, about) => {
    expect(stateOf(kept(about), at)).toBe(state)
  })

  it('is shown to admins with who invited and when, and without its secret', () => {
    expect(toInvitation(kept(), at)).toEqual({
      id: 'i-1',
      email: 'eve@example.com',
      role: 'member',
      roles: ['viewer'],
      invited_by: { id: 'u-1', name: 'Ada' },
      created_at: '2026-06-01T12:00:00.000Z',
      expires_at: after.toISOString(),
      state: 'open',
    })
  })
})
