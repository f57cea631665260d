import type { VersionKind } from '@anvil/shared'
import type { Version } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { sayRestore } from './say-restore.js'
import { fileName, sayPrompts, saySide, saySize, shortDigest, versionBefore } from './say-version.js'
import { isVersionNumber, VersionSearch } from './version-search.js'

function version(number: string, kind: VersionKind): Version {
  return {
    id: number,
    prompt_set_id: 'set',
    version: number,
    kind,
    content_digest: '',
    sha256: '',
    bytes: 0,
    gzip_bytes: 0,
    prompt_count: 0,
    required_approvals: 1,
    approvals: [],
    authors: [],
    policy_number: 0,
    waivers: [],
    note: '',
    created_by: null,
    created_at: '2026-01-15T10:30:00Z',
    archived_at: null,
  }
}

describe('the version before another', () => {
  const list = [
    version('2.0.0', 'locked'),
    version('2.0.0-review.1', 'review'),
    version('2.0.0-live.1', 'live'),
    version('1.0.0', 'locked'),
  ]

  it.each([
    ['2.0.0', '1.0.0'],
    ['2.0.0-review.1', '2.0.0-live.1'],
    ['2.0.0-live.1', '1.0.0'],
    ['1.0.0', undefined],
  ])('%s is %s: a locked one follows the last locked one', (number, before) => {
    const [found] = list.filter((one) => one.version === number)
    expect(found && versionBefore(list, found)?.version).toBe(before)
  })
})

describe('a version in words', () => {
  it.each([
    [1, '1 prompt'],
    [0, '0 prompts'],
    [12_345, '12,345 prompts'],
  ])('holds %i: %s', (count, words) => {
    expect(sayPrompts(count)).toBe(words)
  })

  it.each([
    [999, '999 bytes'],
    [1_000, '1.0 kB'],
    [1_449_000, '1.4 MB'],
  ])('of %i bytes has %s', (bytes, words) => {
    expect(saySize(bytes)).toBe(words)
  })

  it('is told from others by the beginning of its digest', () => {
    expect(shortDigest('0123456789abcdef'.repeat(4))).toBe('0123456789ab')
  })

  it('or the draft is a side of a comparison', () => {
    expect([saySide('draft'), saySide('1.0.0')]).toEqual(['the draft', '1.0.0'])
  })
})

describe('an address of versions', () => {
  it('keeps what can be compared, and forgets what can not', () => {
    expect(VersionSearch.parse({ from: '1.0.0', to: 'draft' })).toEqual({ from: '1.0.0', to: 'draft' })
    expect(VersionSearch.parse({ from: 'one', to: '1.0.0-live.3', kind: 'live' })).toMatchObject({ to: '1.0.0-live.3' })
    expect(VersionSearch.parse({ from: 'one', kind: 'live' })).toEqual({ from: undefined, kind: undefined })
    expect(VersionSearch.parse({ kind: 'locked' })).toEqual({ kind: 'locked' })
  })

  it.each([
    ['1.0.0', true],
    ['1.4.0-review.2', true],
    ['1.0', false],
    ['draft', false],
    ['../1.0.0', false],
  ])('with %s names a version: %s', (text, is) => {
    expect(isVersionNumber(text)).toBe(is)
  })
})

describe('a restore', () => {
  const changed = { bump: 'patch' } as const
  const set = { name: 'Welcome', locked_version: '2.0.0' } as const

  it('opens a draft of a LOCKED set, whatever differs', () => {
    for (const bump of ['none', 'patch'] as const) {
      const said = sayRestore({ ...set, status: 'LOCKED' }, '1.0.0', { bump })
      expect(said).toBe('Welcome is LOCKED at 2.0.0. A new draft is opened, and says what 1.0.0 says.')
    }
  })

  it('says of a draft that it is replaced, and what can be done about that', () => {
    const said = sayRestore({ ...set, status: 'LIVE' }, '1.0.0', changed)
    expect(said).toMatch(/There is a draft already\. It is replaced by what 1\.0\.0 says\..*download it/)
    expect(said).not.toContain('REVIEW')
  })

  it('says of a draft in REVIEW what becomes of its approvals', () => {
    const said = sayRestore({ ...set, status: 'REVIEW' }, '1.0.0', changed)
    expect(said).toContain('It stays in REVIEW; approvals of another text do not count for it.')
  })

  it('has nothing to do where the draft says that already', () => {
    const said = sayRestore({ ...set, status: 'LIVE' }, '1.0.0', { bump: 'none' })
    expect(said).toBe('The draft says what 1.0.0 says already.')
  })
})

describe('a saved file', () => {
  it.each([
    ['1.0.0', 'bundle', 'welcome-1.0.0.bundle.json'],
    ['1.0.0', 'export', 'welcome-1.0.0.json'],
    ['draft', 'export', 'welcome-draft.json'],
  ] as const)('of %s as %s is called %s', (side, form, name) => {
    expect(fileName({ slug: 'welcome' }, side, form)).toBe(name)
  })
})
