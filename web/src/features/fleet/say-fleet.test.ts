import type { FleetGroup, SyncRequest } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { runsKey, sayFor, sayInstance, sayLag, sayPlace, sayStaying, saySynced, sayVersions } from './say-fleet.js'
import { syncLook } from './sync-look.js'

const NOW = new Date('2026-11-21T12:00:00Z')
const ago = (seconds: number): string => new Date(NOW.getTime() - seconds * 1_000).toISOString()
const GROUP: FleetGroup = {
  epoch: 1,
  sequence: 12,
  publication_id: null,
  versions: [],
  standing: 'behind',
  behind: 2,
  behind_since: ago(10_900),
  instances: 6,
  connected: 5,
  frozen: 1,
  can_hear: 5,
}
const version = (prompt_set: string, number: string) => ({ prompt_set_id: prompt_set, prompt_set, version: number })

describe('a place', () => {
  it('is called by the number of its publication', () => {
    expect([sayPlace(GROUP), sayPlace({ sequence: 0 }), sayPlace({ sequence: null })]).toEqual([
      'Publication 12',
      'Publication 0',
      'Nothing yet',
    ])
    expect([runsKey(GROUP), runsKey({ epoch: null, sequence: null })]).toEqual(['1-12', 'nothing'])
  })

  it('says the versions of its prompt sets, and of many the first ones', () => {
    const versions = [version('welcome', '1.4.0'), version('letters', '2.0.0'), version('tone', '1.0.0')]
    expect(sayVersions(versions.slice(0, 1))).toBe('welcome 1.4.0')
    expect(sayVersions(versions)).toBe('welcome 1.4.0, letters 2.0.0, tone 1.0.0')
    expect(sayVersions(versions, 2)).toBe('welcome 1.4.0, letters 2.0.0 and 1 more')
    expect(sayVersions([])).toBe('no prompt sets')
  })

  it('says how far behind it is, and for how long', () => {
    expect(sayLag(GROUP, NOW)).toBe('2 publications behind for 3 hours')
    expect(sayLag({ ...GROUP, behind: 1, behind_since: ago(60) }, NOW)).toBe('1 publication behind for 1 minute')
    expect(sayLag({ ...GROUP, standing: 'current' }, NOW)).toBeUndefined()
    expect(sayLag({ ...GROUP, standing: 'nothing' }, NOW)).toBe('It has taken no publication yet')
    expect(sayLag({ ...GROUP, standing: 'ahead' }, NOW)).toBe('Ahead of what this FORGE knows')
    expect(sayLag({ ...GROUP, behind: 0, behind_since: null }, NOW)).toBe('Signed under keys that have changed since')
  })

  it.each([
    [-5, '1 second'],
    [0, '1 second'],
    [59, '59 seconds'],
    [119, '1 minute'],
    [7_200, '2 hours'],
    [200_000, '2 days'],
  ])('of %i seconds ago lasts %s', (seconds, said) => {
    expect(sayFor(ago(seconds), NOW)).toBe(said)
  })
})

it('says who of a group can’t be moved', () => {
  expect(sayStaying(GROUP)).toBe('1 frozen stays here, 1 can’t be told')
  expect(sayStaying({ ...GROUP, frozen: 2, can_hear: 6 })).toBe('2 frozen stay here')
  expect(sayStaying({ ...GROUP, frozen: 0, can_hear: 6 })).toBeUndefined()
})

it('calls an instance by its application and where it runs', () => {
  expect(sayInstance({ app: 'shop', host: 'eu-1' })).toBe('shop on eu-1')
})

describe('asking to sync', () => {
  const said = (counts: SyncRequest['counts'], more: Partial<SyncRequest> = {}): string => {
    const asked = Object.values(counts).reduce((sum, count) => sum + count, 0)
    const request = { id: '', epoch: 1, sequence: 12, created_at: '', complete: true, answers: [] }
    return saySynced({ ...request, asked, not_connected: 0, counts, ...more })
  }

  it('says who did what, and for whom is waited', () => {
    expect(said({ asked: 3 })).toBe('3 instances asked to run publication 12: waiting for 3.')
    expect(said({ applied: 1, current: 1, told: 1 })).toBe(
      '3 instances asked to run publication 12: 1 took it now, 1 ran it already, waiting for 1.',
    )
    expect(said({ frozen: 1 })).toBe('1 instance asked to run publication 12: 1 is frozen and stays where it is.')
    expect(said({ frozen: 2, rejected: 1, unanswered: 1, rolled_back: 1 })).toBe(
      '5 instances asked to run publication 12: 2 are frozen and stay where they are, 1 went back by itself, 1 refused it, 1 did not answer.',
    )
  })

  it('says who could not be asked', () => {
    expect(said({ applied: 1 }, { not_connected: 2 })).toBe(
      '1 instance asked to run publication 12: 1 took it now. 2 instances can’t be asked, since no connection stands; they look by themselves.',
    )
    expect(said({}, { not_connected: 1 })).toBe(
      'Nobody could be asked. 1 instance can’t be asked, since no connection stands; it looks by itself.',
    )
  })

  it('is quiet while it waits, and red where nobody answers', () => {
    expect([syncLook('asked').tone, syncLook('told').tone, syncLook('unanswered').tone]).toEqual([
      'quiet',
      'quiet',
      'bad',
    ])
    expect([syncLook('applied').word, syncLook('frozen').word]).toEqual(['Applied', 'Frozen'])
  })
})
