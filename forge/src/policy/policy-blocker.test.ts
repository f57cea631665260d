import { AnvilError } from '@anvil/shared'
import type { JudgedFinding, Waiver, WaiverState } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { usedWaivers, withWaiver } from './judge-content.js'
import { policyBlocker } from './policy-blocker.js'

const waiver = (state: WaiverState, more: Partial<Waiver> = {}): Waiver => ({
  id: state,
  prompt_set_id: 's',
  rule: 'secrets',
  prompt_id: 'a',
  fingerprint: 'f',
  message: 'It holds a key.',
  reason: 'Made up',
  state,
  expires_at: '2026-12-01T10:00:00.000Z',
  requested_by: { id: '1', name: 'Ada' },
  requested_at: '',
  given_by: { id: '2', name: 'Ben' },
  given_at: '',
  own_work: false,
  ended_by: null,
  ended_at: null,
  ...more,
})
const finding = (more: Partial<JudgedFinding> = {}): JudgedFinding => ({
  rule: 'secrets',
  level: 'block',
  prompt_id: 'a',
  line: 1,
  message_index: null,
  message: 'It holds a key.',
  fingerprint: 'f',
  waiver: null,
  blocks: true,
  ...more,
})
const blockerOf = (findings: JudgedFinding[], where?: string) => policyBlocker({ policy_number: 4, findings }, where)
const detailsOf = (findings: JudgedFinding[]): unknown => blockerOf(findings)?.details
const saidOf = (findings: JudgedFinding[], where?: string): string => blockerOf(findings, where)?.message ?? ''

describe('a finding', () => {
  it.each([
    ['block', undefined, true],
    ['block', 'waiting', true],
    ['block', 'given', false],
    ['block', 'refused', true],
    ['block', 'revoked', true],
    ['block', 'expired', true],
    ['warn', undefined, false],
    ['warn', 'waiting', false],
    ['warn', 'given', false],
  ] as const)('of level %s with a waiver that is %s blocks: %s', (level, state, blocks) => {
    const { waiver: _waiver, blocks: _blocks, ...bare } = finding({ level })
    const judged = withWaiver(bare, state === undefined ? [] : [waiver(state)])
    expect([judged.blocks, judged.waiver?.state]).toEqual([blocks, state])
  })

  it('takes no waiver of another fingerprint, and of its own the one in force before the newest', () => {
    const others = [waiver('given', { fingerprint: 'g' })]
    expect(withWaiver(finding(), others)).toMatchObject({ blocks: true, waiver: null })
    const own = [...others, waiver('refused'), waiver('given'), waiver('expired')]
    expect(withWaiver(finding(), own)).toMatchObject({ blocks: false, waiver: { state: 'given' } })
    expect(withWaiver(finding(), [waiver('waiting'), waiver('expired')]).waiver?.state).toBe('waiting')
  })

  it('is kept with a version where it needed its waiver, and only then', () => {
    const given = { blocks: false, waiver: waiver('given') }
    const findings = [
      finding({ ...given, level: 'warn' }),
      finding({ waiver: waiver('expired') }),
      finding({ blocks: false }),
      finding(given),
    ]
    expect(usedWaivers({ policy_number: 0, findings })).toEqual([
      {
        id: 'given',
        rule: 'secrets',
        prompt_id: 'a',
        given_by: { id: '2', name: 'Ben' },
        expires_at: '2026-12-01T10:00:00.000Z',
      },
    ])
  })
})

describe('what keeps a draft back', () => {
  it('is nothing where nothing blocks', () => {
    expect(blockerOf([])).toBeUndefined()
    expect(blockerOf([finding({ level: 'warn', blocks: false }), finding({ blocks: false })])).toBeUndefined()
  })

  it('is told with what, where, what is kept back and what to do', () => {
    expect(saidOf([finding()])).toBe(
      'The policy of this project stops this draft by 1 finding. a: It holds a key. Neither a review nor a lock of it is possible until they are mended, or a reviewer gives a waiver.',
    )
    expect(saidOf([finding()], 'It goes to no environment')).toContain('It goes to no environment until they are')
    expect(blockerOf([finding()])).toBeInstanceOf(AnvilError)
    expect(blockerOf([finding()])?.code).toBe('policy.blocked')
  })

  it('says that a waiver has expired, and nothing of one that was never in force', () => {
    expect(saidOf([finding({ waiver: waiver('expired') })])).toContain('It holds a key. (Its waiver has expired.)')
    for (const state of ['waiting', 'refused', 'revoked'] as const) {
      expect(saidOf([finding({ waiver: waiver(state) })])).not.toContain('(')
    }
  })

  it('names three and counts the others, of those that block', () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => finding({ prompt_id: `p${n}` }))
    expect(saidOf(many(3))).not.toContain('more')
    const five = saidOf([finding({ prompt_id: 'calm', blocks: false }), ...many(5)])
    expect(five).toContain('by 5 findings. p0: It holds a key. p1: It holds a key. p2: It holds a key. And 2 more.')
    expect(five).not.toMatch(/p3|p4|calm/)
    const details = detailsOf(many(60))
    expect(details).toMatchObject({ policy_number: 4, count: 60 })
    expect(details).toHaveProperty('findings.length', 50)
  })

  it('tells of a waiver its state alone, and of nobody who asked for it', () => {
    const details = detailsOf([finding({ waiver: waiver('revoked') }), finding()])
    expect(details).toHaveProperty('findings.0', {
      rule: 'secrets',
      level: 'block',
      prompt_id: 'a',
      line: 1,
      message_index: null,
      message: 'It holds a key.',
      fingerprint: 'f',
      waiver: 'revoked',
    })
    expect(details).toHaveProperty('findings.1.waiver', null)
    expect(JSON.stringify(details)).not.toMatch(/Ada|Ben|Made up/)
  })
})
