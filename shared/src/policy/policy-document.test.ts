import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICY, FullPolicy, PolicyDocument, RuleName } from './policy-document.js'

const parses = (rules: unknown): boolean => PolicyDocument.safeParse({ format: 1, rules }).success

describe('the settings of a policy', () => {
  it.each([
    ['size', { max_characters: 1 }, true],
    ['size', { max_characters: 1_000_000 }, true],
    ['size', { max_characters: 1_000_001 }, false],
    ['size', { max_characters: 1.5 }, false],
    ['size', { max_characters: '100' }, false],
    ['naming', { max_words: 64 }, true],
    ['naming', { max_words: 65 }, false],
    ['naming', { max_words: 0 }, false],
    ['naming', { case: 'Kebab' }, false],
    ['banned_phrases', { phrases: ['x'.repeat(200)] }, true],
    ['banned_phrases', { phrases: ['x'.repeat(201)] }, false],
    ['banned_phrases', { phrases: Array.from({ length: 500 }, (_, n) => `p${n}`) }, true],
    ['banned_phrases', { phrases: Array.from({ length: 501 }, (_, n) => `p${n}`) }, false],
    ['banned_phrases', { phrases: 'one' }, false],
    ['banned_phrases', { phrases: [1] }, false],
    ['metadata', { required: [''] }, false],
    ['variables', { environments: [null] }, false],
    ['secrets', { high_entropy: 'yes' }, false],
    ['lint', { warnings: null }, false],
    ['lint', null, false],
    ['lint', [], false],
  ])('of %s: %j is taken: %j', (rule, settings, taken) => {
    expect(parses({ [rule]: settings })).toBe(taken)
  })

  it('are trimmed where they are words', () => {
    const { rules } = PolicyDocument.parse({
      format: 1,
      rules: { banned_phrases: { phrases: [' say cheese\n'] }, metadata: { required: ['\towner'] } },
    })
    expect([rules.banned_phrases.phrases, rules.metadata.required]).toEqual([['say cheese'], ['owner']])
  })

  it('of every rule take each level, and no other word', () => {
    for (const rule of RuleName.options) {
      for (const level of ['off', 'warn', 'block']) expect([rule, parses({ [rule]: { level } })]).toEqual([rule, true])
      for (const level of ['BLOCK', '', true, null])
        expect([rule, parses({ [rule]: { level } })]).toEqual([rule, false])
    }
  })

  it('are refused where a rule has one that is none, or belongs to another', () => {
    for (const rule of RuleName.options) {
      expect([rule, parses({ [rule]: { levl: 'off' } })]).toEqual([rule, false])
      expect([rule, parses({ [rule]: { max_words: 3 } })]).toEqual([rule, rule === 'naming'])
    }
  })

  it('are all there once read, and read again they are the same', () => {
    const read = PolicyDocument.parse({ format: 1, rules: { naming: { case: 'snake' }, lint: { level: 'off' } } })
    expect(FullPolicy.parse(read)).toEqual(read)
    expect(PolicyDocument.parse(read)).toEqual(read)
    expect(FullPolicy.safeParse({ format: 1, rules: { naming: { case: 'snake' } } }).success).toBe(false)
  })

  it('of one document are not those of another', () => {
    const [one, other] = [PolicyDocument.parse({ format: 1 }), PolicyDocument.parse({ format: 1 })]
    one.rules.banned_phrases.phrases.push('mine')
    expect(other.rules.banned_phrases.phrases).toEqual([])
    expect(DEFAULT_POLICY.rules.banned_phrases.phrases).toEqual([])
  })

  it('block, where nobody says otherwise, on what no instance could use or everybody could misuse', () => {
    const levels = Object.entries(DEFAULT_POLICY.rules).map(([rule, { level }]) => `${rule} ${level}`)
    expect(levels).toEqual([
      'lint block',
      'secrets block',
      'banned_phrases block',
      'size warn',
      'naming warn',
      'metadata warn',
      'variables warn',
    ])
  })
})
