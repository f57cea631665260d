import type { RunningBundle } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { fleetPlace } from './fleet-place.js'
import type { PlaceRow } from './fleet-place-store.js'
import { toVersions } from './to-versions.js'

const HEAD = { epoch: 2, sequence: 12 }
const SINCE = new Date('2026-11-21T12:00:00Z')
const bundle = (prompt_set: string, version: string): RunningBundle => ({
  prompt_set_id: `id of ${prompt_set}`,
  prompt_set,
  version,
  version_id: '',
  sha256: '',
  bytes: 1,
  gzip_bytes: 1,
})
const row = (sequence: number, more: Partial<PlaceRow> = {}): [number, PlaceRow] => [
  sequence,
  { sequence, publication_id: `publication ${sequence}`, bundles: [], behind: 0, behind_since: null, ...more },
]
const ROWS = new Map([
  row(12, { bundles: [bundle('welcome', '1.4.0'), bundle('letters', '2.0.0')] }),
  row(10, { behind: 2, behind_since: SINCE }),
])

describe('a place of a fleet', () => {
  it('is current where it is the head, with its versions by name', () => {
    expect(fleetPlace(HEAD, HEAD, ROWS)).toEqual({
      ...HEAD,
      publication_id: 'publication 12',
      versions: [
        { prompt_set_id: 'id of letters', prompt_set: 'letters', version: '2.0.0' },
        { prompt_set_id: 'id of welcome', prompt_set: 'welcome', version: '1.4.0' },
      ],
      standing: 'current',
      behind: 0,
      behind_since: null,
    })
  })

  it('is behind by what was published since, from when on', () => {
    expect(fleetPlace({ epoch: 2, sequence: 10 }, HEAD, ROWS)).toMatchObject({
      standing: 'behind',
      publication_id: 'publication 10',
      behind: 2,
      behind_since: SINCE.toISOString(),
    })
  })

  it('is behind where it was signed in an older epoch, by no publication', () => {
    expect(fleetPlace({ epoch: 1, sequence: 12 }, HEAD, ROWS)).toMatchObject({ standing: 'behind', behind: 0 })
  })

  it.each([
    { epoch: 2, sequence: 13 },
    { epoch: 3, sequence: 1 },
  ])('is ahead where FORGE has not come so far: %j', (where) => {
    const nothing = { publication_id: null, versions: [], behind: 0, behind_since: null }
    expect(fleetPlace(where, HEAD, ROWS)).toEqual({ ...where, ...nothing, standing: 'ahead' })
  })

  it.each([
    { epoch: null, sequence: null },
    { epoch: 1, sequence: null },
    { epoch: null, sequence: 1 },
  ])('is nothing where something of it is not known: %j', (where) => {
    expect(fleetPlace(where, HEAD, ROWS)).toMatchObject({ epoch: null, sequence: null, standing: 'nothing' })
  })
})

it('says the versions of bundles by name, and nothing else of them', () => {
  expect(toVersions([])).toEqual([])
  const some = [bundle('b', '1.0.0'), bundle('a', '2.0.0'), bundle('c', '1.0.0-live.1')]
  expect(toVersions(some).map(({ prompt_set, version }) => `${prompt_set} ${version}`)).toEqual([
    'a 2.0.0',
    'b 1.0.0',
    'c 1.0.0-live.1',
  ])
  expect(Object.keys(toVersions(some)[0] ?? {})).toEqual(['prompt_set_id', 'prompt_set', 'version'])
})
