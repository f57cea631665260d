import type { Mode } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { ModeSwitch } from './mode-switch.js'

const NOW = Date.parse('2026-01-15T10:00:00Z')
const time = { now: NOW }
const clock = { now: () => time.now, monotonic: () => 0 }
const modes = (mode: Mode) => new ModeSwitch({ mode, modeSetBy: 'ANVIL_MODE' }, clock)
const frozen = (until: string | null = null) => ({ mode: 'frozen' as const, reason: 'launch', until })

describe('the mode in force', () => {
  it('is the configured one where the folder says nothing', () => {
    expect(modes('accepting').effective).toEqual({ mode: 'accepting', reason: null, until: null, setBy: 'ANVIL_MODE' })
  })

  it('is frozen where either says so', () => {
    const byFolder = modes('accepting')
    byFolder.store(frozen())
    expect(byFolder.effective).toMatchObject({ mode: 'frozen', reason: 'launch', setBy: 'the cache folder' })
    const bySetting = modes('frozen')
    bySetting.store({ mode: 'accepting', reason: null, until: null })
    expect(bySetting.effective).toMatchObject({ mode: 'frozen', setBy: 'ANVIL_MODE' })
  })

  it('names the setting that no command undoes, and none where there is none', () => {
    expect([modes('frozen').frozenBySetting, modes('accepting').frozenBySetting]).toEqual(['ANVIL_MODE', undefined])
  })

  it('falls back by itself at its end, by wall time', () => {
    const switched = modes('accepting')
    switched.store(frozen('2026-01-15T11:00:00Z'))
    time.now = Date.parse('2026-01-15T10:59:59Z')
    expect(switched.effective.mode).toBe('frozen')
    time.now = Date.parse('2026-01-15T11:00:00Z')
    expect(switched.effective.mode).toBe('accepting')
    time.now = NOW
  })

  it('is lifted where the folder says nothing any more', () => {
    const switched = modes('accepting')
    switched.store(frozen())
    switched.store(undefined)
    expect(switched.effective.mode).toBe('accepting')
  })
})
