import { describe, expect, it } from 'vitest'
import type { AnvilStatus } from '../../status.js'
import { statusLines } from './status-command.js'

const healthy: AnvilStatus = {
  mode: 'accepting',
  mode_reason: null,
  mode_until: null,
  state: 'READY',
  project_id: 'project',
  environment: 'production',
  version: '1.2.3',
  versions: { onboarding: '1.2.3' },
  epoch: 1,
  sequence: 7,
  last_sync: '2026-01-15T10:30:00Z',
  age_ms: 5_000,
  source: 'pull',
  prompts: 3,
  connection: { forge_url: 'https://forge.example', via: 'pull', insecure: false, clock_skew_ms: null },
  trust: 'pinned',
  cache: { folder: '/cache', problem: null },
  wanted: null,
  last_error: null,
}

/** What stands behind each name; a name that comes more than once has a line for each. */
function shown(change: Partial<AnvilStatus> = {}): Map<string, string> {
  const rows = statusLines({ ...healthy, ...change }).map((line) => /^([^:]+): +(.*)$/.exec(line) ?? [])
  const values = new Map<string, string>()
  for (const [, name = '', value = ''] of rows)
    values.set(name, values.has(name) ? `${values.get(name)}, ${value}` : value)
  return values
}

describe('the status as people read it', () => {
  it('says what runs, and no next step where all is well', () => {
    expect(Object.fromEntries(shown())).toEqual({
      FORGE: 'https://forge.example',
      Project: 'project',
      Environment: 'production',
      Mode: 'ACCEPTING',
      'Last sync': '2026-01-15T10:30:00Z',
      Version: '1.2.3',
      Prompts: '3',
      State: 'READY',
      Age: '5 s',
      Trust: 'pinned',
      Cache: '/cache',
    })
  })

  it('puts all values under each other', () => {
    for (const line of statusLines(healthy)) expect(line.slice(0, 14)).toMatch(/^[A-Z][A-Za-z ]*: +\S$/)
  })

  it('names every set only where there are more than one', () => {
    const versions = { onboarding: '1.2.3', support: '2.0.0' }
    expect(shown({ versions, version: 'production#7' }).get('Set')).toBe('onboarding 1.2.3, support 2.0.0')
    expect(shown({ versions: {}, version: null }).has('Set')).toBe(false)
  })

  it('warns of an address that is not encrypted', () => {
    const connection = { ...healthy.connection, forge_url: 'http://forge.example', insecure: true }
    expect(shown({ connection }).get('FORGE')).toBe('http://forge.example (insecure)')
  })

  it('shows why a mode is in force, and until when', () => {
    const until = '2026-02-01T00:00:00.000Z'
    expect(shown({ mode: 'frozen' }).get('Mode')).toBe('FROZEN')
    expect(shown({ mode: 'frozen', mode_reason: 'launch' }).get('Mode')).toBe('FROZEN (launch)')
    expect(shown({ mode: 'frozen', mode_until: until }).get('Mode')).toBe(`FROZEN (until ${until})`)
    expect(shown({ mode: 'frozen', mode_reason: 'launch', mode_until: until }).get('Mode')).toBe(
      `FROZEN (launch, until ${until})`,
    )
  })

  it('tells what a frozen client was offered, and what takes it', () => {
    expect(shown({ wanted: { epoch: 1, sequence: 9 } }).get('Wanted')).toBe('#9: anvil sync takes it')
  })

  it('tells what is wrong with the folder', () => {
    const cache = { folder: null, problem: 'the disk is full' }
    expect(shown({ cache }).get('Cache')).toBe('memory only')
    expect(shown({ cache }).get('Problem')).toBe('the disk is full')
  })

  it.each([
    [0, '0 s'],
    [119_499, '119 s'],
    [119_500, '2 min'],
    [7_199_499, '120 min'],
    [7_199_500, '2 h'],
    [48 * 3_600_000, '48 h'],
  ])('shows an age of %d ms as %s', (age_ms, text) => {
    expect(shown({ age_ms }).get('Age')).toBe(text)
  })

  it('shows a dash for what is not known', () => {
    const values = shown({ age_ms: null, version: null, versions: {}, last_sync: null })
    expect([values.get('Age'), values.get('Version'), values.get('Last sync')]).toEqual(['-', '-', 'never'])
  })
})

describe('the next step', () => {
  const offline = { ...healthy.connection, forge_url: null, via: 'none' as const }

  it('is to connect where no FORGE is set', () => {
    const values = shown({ connection: offline, state: 'NOT_READY' })
    expect(values.get('FORGE')).toBe('-')
    expect(values.get('Next')).toContain('ANVIL_FORGE_URL')
    expect(values.get('Next')).toContain('anvil sync --file')
  })

  it('is left out where a folder serves well without a FORGE', () => {
    expect(shown({ connection: offline }).has('Next')).toBe(false)
  })

  it.each([
    ['NOT_READY', 'take the first prompts'],
    ['STALE', 'nothing has confirmed lately'],
  ] as const)('at %s is a sync, and says that a frozen client waits for it', (state, why) => {
    const accepting = shown({ state }).get('Next') ?? ''
    const frozen = shown({ state, mode: 'frozen' }).get('Next') ?? ''
    expect(accepting).toContain(`run anvil sync`)
    expect(accepting).toContain(why)
    expect(accepting).not.toContain('frozen')
    expect(frozen).toBe(`${accepting}; frozen applications take nothing else`)
  })
})
