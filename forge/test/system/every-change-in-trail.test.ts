import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../src/openapi/operation.js'
import { OPERATIONS } from '../../src/openapi/operations.js'
import { closeChanges, openChanges, SET } from '../support/changes-desk.js'
import { PEOPLE_CHANGES } from '../support/people-changes.js'
import { RELEASING_CHANGES } from '../support/releasing-changes.js'
import { REVIEWING_CHANGES } from '../support/reviewing-changes.js'
import type { RunningForge } from '../support/running-forge.js'
import { WRITING_CHANGES } from '../support/writing-changes.js'

let forge: RunningForge
beforeAll(async () => {
  forge = await openChanges()
})
afterAll(closeChanges)

/** What changes nothing that anybody would ask about later, each with why. */
const EXEMPT: Readonly<Record<string, string>> = {
  'post /sessions/oidc': 'somebody leaves for the issuer, and nobody is known yet',
  'post /invitations/look': 'it only reads, with its secret in the body',
  [`post ${SET}/prompt-exports`]: 'it only reads, with its selection in the body',
  'post /projects/:projectId/policy/check': 'it only reads, with a document in the body',
  'post /projects/:projectId/environments/:environment/publications/preview': 'it takes back what it tries',
  'put /projects/:projectId/instances/:instanceId': 'a heartbeat; what it met and applied is told by the journal',
  'post /projects/:projectId/proof': 'the fleet proves by itself what it runs, again and again',
}

const CHANGES = { ...PEOPLE_CHANGES, ...WRITING_CHANGES, ...REVIEWING_CHANGES, ...RELEASING_CHANGES }
const keyOf = ({ method, path }: Operation): string => `${method} ${path.replace(/^\/api\/v1/, '')}`
const operationOf = (key: string): Operation | undefined => OPERATIONS.find((each) => keyOf(each) === key)

describe('the audit trail', () => {
  it('is asked about every operation that may change something', () => {
    const mutating = OPERATIONS.filter(({ method }) => method !== 'get').map(keyOf)
    const asked = [...Object.keys(CHANGES), ...Object.keys(EXEMPT)]
    expect(mutating.filter((key) => !asked.includes(key))).toEqual([])
    expect(asked.filter((key) => operationOf(key) === undefined)).toEqual([])
    expect(Object.keys(EXEMPT).filter((key) => key in CHANGES)).toEqual([])
  })

  it.each(Object.entries(CHANGES))(
    'says who did it, by what means, from where, by which request: %s',
    async (key, change) => {
      const [action, act] = change
      const response = await act()
      const operation = operationOf(key)
      expect([response.status, response.body?.error]).toEqual([expect.any(Number), undefined])
      expect(Object.keys(operation?.answers ?? {})).toContain(String(response.status))
      const entries = await forge.ctx.db('audit_entries').where({ request_id: response.headers['x-request-id'] })
      expect(entries.map((entry) => entry.action)).toContain(action)
      for (const entry of entries) {
        expect(entry.address).toMatch(/127\.0\.0\.1$/)
        expect(operation?.access === 'anyone' ? ['anonymous', 'session'] : ['session']).toContain(entry.means)
        expect(entry.actor_id).toBeTruthy()
      }
    },
  )
})
