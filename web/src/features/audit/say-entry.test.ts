import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { AuditEntry } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { sayActor, sayEntry } from './say-entry.js'

const SET = '00000000-0000-4000-8000-000000000001'
const NAMES = new Map([[SET, 'Onboarding']])

const entry = (action: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  number: 1,
  seal: null,
  project_id: null,
  actor: { kind: 'user', id: SET, name: 'Ada' },
  action,
  target: SET,
  details: {},
  shortened: {},
  means: 'session',
  address: null,
  request_id: null,
  created_at: '2026-11-21T10:00:00.000Z',
  ...more,
})
const said = (action: string, more: Partial<AuditEntry> = {}) =>
  sayEntry(entry(action, more), NAMES)
    .map(({ text }) => text)
    .join('')

describe('an entry of the trail', () => {
  it('says what was done to which prompt of which set', () => {
    const details = { prompt_set_id: SET, revision: 2 }
    expect(said('prompt.changed', { target: 'welcome.mail', details })).toBe(
      'wrote the prompt welcome.mail in Onboarding',
    )
    expect(said('approval.given')).toBe('approved Onboarding')
    expect(said('version.made', { target: 'x', details: { ...details, version: '1.4.0' } })).toBe(
      'made 1.4.0 of Onboarding',
    )
    expect(said('publication.rollback', { details: { environment: 'production', sequence: 12 } })).toBe(
      'rolled production back, as #12',
    )
  })

  it('says how many prompts it was', () => {
    const details = { prompt_set_id: SET, created: ['a'], changed: ['b', 'c'] }
    expect(said('prompts.put', { details })).toBe('wrote 3 prompts in Onboarding')
    expect(said('prompts.deleted', { details: { prompt_set_id: SET, ids: ['a'] } })).toBe(
      'deleted 1 prompt from Onboarding',
    )
    expect(said('prompts.put', { details, shortened: { created: 400 } })).toBe('wrote 402 prompts in Onboarding')
    const counted = { prompt_set_id: SET, format: 'csv', created: 1_500, changed: 0 }
    expect(said('prompts.imported', { details: counted })).toBe('imported 1500 prompts into Onboarding')
  })

  it('says what was refused, and what instances answered', () => {
    const details = { environment: 'production', code: 'publication.rule_refused' }
    expect(said('publication.refused', { target: 'production', details })).toBe(
      'tried to change what production runs, and was refused: publication.rule_refused',
    )
    expect(said('delivery.applied', { details: { environment: 'staging', count: 1 } })).toBe(
      'heard from 1 instance of staging that they run a publication',
    )
    expect(said('instance.met', { details: { environment: 'staging', count: 12 } })).toContain(
      '12 instances of staging',
    )
  })

  it('keeps apart what people wrote themselves', () => {
    const pieces = sayEntry(entry('prompt.created', { target: 'a.b', details: { prompt_set_id: SET } }), NAMES)
    expect(pieces.filter(({ theirs }) => theirs).map(({ text }) => text)).toEqual(['a.b', 'Onboarding'])
  })

  it('says so where the set is gone, or an action is not known here', () => {
    expect(said('approval.given', { target: 'other' })).toBe('approved a set that is gone')
    expect(said('prompt_set.deleted', { target: 'other', details: { name: 'Old' } })).toBe('deleted the prompt set Old')
    expect(said('moon.landed')).toBe('did “moon.landed”')
  })
})

const FORGE = path.join(import.meta.dirname, '../../../../forge/src')
/** Of FORGE, a person's account or an organisation as a whole, so in no project's trail. */
const ELSEWHERE = /^(forge|keys?|keysets?|root_key)\./

it('is known for every action that FORGE writes of a project', () => {
  const sources = readdirSync(FORGE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!test)\.ts$/.test(file),
  )
  const actions = sources.flatMap((file) =>
    [...readFileSync(path.join(FORGE, file), 'utf8').matchAll(/action: '([a-z_]+\.[a-z_]+)'/g)].map(
      ([, action = '']) => action,
    ),
  )
  expect(actions.length).toBeGreaterThan(30)
  const unsaid = actions.filter((action) => !ELSEWHERE.test(action) && said(action).startsWith('did “'))
  expect(unsaid).toEqual([])
})

describe('who did it', () => {
  it.each([
    [{ kind: 'user', id: SET, name: 'Ada' }, 'Ada'],
    [{ kind: 'user', id: SET, name: null }, 'Somebody who is gone'],
    [{ kind: 'instance', id: 'x', name: null }, 'An application'],
    [{ kind: 'system', id: 'operator:grace', name: null }, 'grace at the command line'],
    [{ kind: 'system', id: 'operator', name: null }, 'The operator'],
    [{ kind: 'system', id: 'signing', name: null }, 'FORGE'],
  ] as const)('is said of %o', (actor, text) => {
    expect(sayActor(actor).text).toBe(text)
  })
})
