import { describe, expect, it } from 'vitest'
import { BundledPrompt } from '../protocol/documents.js'
import { checkPolicy, type PolicyScene } from './check-policy.js'
import { DEFAULT_POLICY, PolicyDocument, RULE_MEANINGS, RuleName } from './policy-document.js'

const text = (template: string, more: object = {}): BundledPrompt =>
  BundledPrompt.parse({ kind: 'text', template, delimiters: null, variables: {}, metadata: {}, ...more })
const sceneOf = (snapshot: Record<string, BundledPrompt>, more: Partial<PolicyScene> = {}): PolicyScene => {
  return { snapshot, includes: {}, digest: (said) => said, ...more }
}
const policy = (rules: object): PolicyDocument => PolicyDocument.parse({ format: 1, rules })
const check = (rules: object, snapshot: Record<string, BundledPrompt>, more: Partial<PolicyScene> = {}) =>
  checkPolicy(policy(rules), sceneOf(snapshot, more)).map(({ fingerprint: _fingerprint, ...finding }) => finding)
const SECRET = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`

describe('a policy document', () => {
  it('has its usual values where it says nothing', () => {
    expect(PolicyDocument.parse({ format: 1 })).toEqual(DEFAULT_POLICY)
    expect(policy({ secrets: { level: 'warn' } }).rules.secrets).toEqual({ level: 'warn', high_entropy: true })
    expect(policy({ secrets: {} }).rules).toEqual(DEFAULT_POLICY.rules)
    expect(Object.keys(DEFAULT_POLICY.rules)).toEqual(RuleName.options)
    expect(Object.keys(RULE_MEANINGS)).toEqual(RuleName.options)
  })

  it.each([
    [{}],
    [{ format: 2 }],
    [{ format: 1, rules: { secret: {} } }],
    [{ format: 1, rules: { secrets: { level: 'on' } } }],
    [{ format: 1, rules: { size: { max_characters: 0 } } }],
    [{ format: 1, rules: { banned_phrases: { phrases: [' '] } } }],
    [{ format: 1, rules: { banned_phrases: { phrase: 'x' } } }],
  ])('is refused where it is not understood: %j', (document) => {
    expect(PolicyDocument.safeParse(document).success).toBe(false)
  })

  it('makes one fingerprint of a line, however often a phrase stands there', () => {
    const said: string[] = []
    const digest = (text: string): string => {
      said.push(text)
      return text
    }
    const scene = sceneOf({ long: text(`${'bad '.repeat(20_000)}\nbad bad`) }, { digest })
    const found = checkPolicy(policy({ banned_phrases: { phrases: ['bad'] } }), scene)
    expect(found.filter(({ rule }) => rule === 'banned_phrases').map(({ line }) => line)).toEqual([1, 2])
    expect(said.filter((one) => one.includes('banned_phrases'))).toHaveLength(2)
  })

  it('finds nothing in a common prompt', () => {
    const prompts = { 'welcome.message': text('Hello {{name}}'), Chat_1: text('日本語') }
    expect(checkPolicy(DEFAULT_POLICY, sceneOf(prompts))).toEqual([])
  })
})

describe('each rule', () => {
  it('says what the linter says, errors alone unless asked', () => {
    const problem = { code: 'template.syntax', message: 'It never closes.', line: 3, severity: 'error' as const }
    const warning = { ...problem, message: 'Unused.', severity: 'warning' as const, message_index: 1 }
    const problems = { a: [problem, warning] }
    const error = {
      rule: 'lint',
      level: 'block',
      prompt_id: 'a',
      line: 3,
      message_index: null,
      message: 'It never closes.',
    }
    expect(check({}, { a: text('') }, { problems })).toEqual([error])
    expect(check({ lint: { warnings: true } }, { a: text('') }, { problems })).toEqual([
      error,
      { ...error, message_index: 1, message: 'Unused.' },
    ])
  })

  it('finds secrets in templates, messages, variables, metadata and included texts, and repeats none', () => {
    const variable = { type: 'string' as const, required: false, default: SECRET, description: '' }
    const include = {
      template: SECRET,
      delimiters: null,
      variables: {},
      from: { prompt_set_id: '', version: '1.0.0', sha256: '' },
    }
    const messages = [
      { role: 'user' as const, template: 'Hi' },
      { role: 'user' as const, template: `\n${SECRET}` },
    ]
    const found = check(
      {},
      {
        a: text(`one\ntwo ${SECRET}`),
        b: { kind: 'chat', messages, delimiters: null, variables: {}, metadata: {} },
        c: text('', { variables: { key: variable } }),
        d: text('', { metadata: { note: ['x', { deep: SECRET }] } }),
      },
      { includes: { 'shared.tone': include } },
    )
    expect(
      found.map(({ prompt_id, line, message_index, message }) => [
        prompt_id,
        line,
        message_index,
        message.split(' what')[0],
      ]),
    ).toEqual([
      ['a', 2, null, 'Line 2 holds'],
      ['b', 2, 1, 'Line 2 of message 2 holds'],
      ['c', null, null, 'Its variables hold'],
      ['d', null, null, 'Its metadata holds'],
      ['shared.tone', 1, null, 'Line 1 holds'],
    ])
    expect(JSON.stringify(found)).not.toContain(SECRET)
    expect(found.every(({ level, message }) => level === 'block' && message.includes('a GitHub token'))).toBe(true)
  })

  it('finds banned phrases however they are written', () => {
    const rules = { banned_phrases: { phrases: ['As an AI', '禁止'] } }
    const at = (template: string) => check(rules, { a: text(template) }).map(({ line }) => line)
    expect(at('one\nAs  an AI, I')).toEqual([2])
    expect(at('one\nas an\n  ai')).toEqual([2])
    expect(at('ＡＳ an a\u200Bi')).toEqual([1])
    expect(at('これは禁止です')).toEqual([1])
    expect(at('as an aim, was an AI')).toEqual([])
    expect(at('As an AI\nas an ai')).toEqual([1, 2])
    expect(check(rules, { a: text('', { metadata: { x: 'as an ai' } }) })).toHaveLength(1)
    expect(
      check(rules, {
        a: text('', { variables: { x: { type: 'string', required: true, default: null, description: 'As an AI' } } }),
      }),
    ).toHaveLength(1)
    expect(
      check(
        { banned_phrases: { phrases: ['required'] } },
        { a: text('', { variables: { x: { type: 'string', required: true, default: null, description: '' } } }) },
      ),
    ).toEqual([])
  })

  it('counts all messages of a chat', () => {
    const messages = [
      { role: 'user' as const, template: '12345' },
      { role: 'user' as const, template: '678901' },
    ]
    const chat: BundledPrompt = { kind: 'chat', messages, delimiters: null, variables: {}, metadata: {} }
    const [found] = check({ size: { max_characters: 10 } }, { chat, short: text('1234567890') })
    expect(found?.message).toBe(
      'It has 11 characters; the policy of this project allows 10. Shorten it, or include parts of it.',
    )
  })

  it.each([
    [{ case: 'kebab' }, ['a-b.c1', 'a_b', 'A'], ['a_b', 'A']],
    [{ case: 'snake' }, ['a_b.c1', 'a-b', 'a__b'], ['a-b', 'a__b']],
    [{ case: 'camel' }, ['aB.c', 'AB', 'a-b'], ['AB', 'a-b']],
    [{ case: 'lower' }, ['a_b-c', 'aB'], ['aB']],
    [{ max_words: 2 }, ['a.b', 'a.b.c'], ['a.b.c']],
    [{ first_words: ['support'] }, ['support.x', 'supports.x', 'support'], ['supports.x']],
  ])('judges ids by %j', (naming, ids, odd) => {
    const found = check({ naming }, Object.fromEntries(ids.map((id) => [id, text('')])))
    expect(found.map(({ prompt_id }) => prompt_id)).toEqual(odd)
  })

  it('asks for metadata that is there and not blank', () => {
    const prompts = {
      a: text('', { metadata: { owner: 'Ana' } }),
      b: text('', { metadata: { owner: ' ' } }),
      c: text(''),
    }
    const found = check({ metadata: { level: 'block', required: ['owner'] } }, prompts)
    expect(found.map(({ prompt_id, level }) => [prompt_id, level])).toEqual([
      ['b', 'block'],
      ['c', 'block'],
    ])
  })

  it('tells what callers of an environment would notice', () => {
    const running = [
      { environment: 'production', prompt_id: 'a', variable: 'name', change: 'removed' as const },
      { environment: 'staging', prompt_id: 'a', variable: 'city', change: 'required' as const },
    ]
    const found = check({}, { a: text('') }, { running })
    expect(found.map(({ message }) => message)).toEqual([
      'Against what production runs, the variable name is removed: what callers pass under it is lost. Keep it, or change the callers first.',
      'Against what staging runs, the variable city is required now: callers that leave it out fail. Keep it, or change the callers first.',
    ])
    expect(check({ variables: { environments: ['staging'] } }, { a: text('') }, { running })).toHaveLength(1)
    expect(check({ variables: { level: 'off' } }, { a: text('') }, { running })).toEqual([])
  })
})

describe('a fingerprint', () => {
  const prints = (template: string, id = 'a') =>
    checkPolicy(
      policy({ banned_phrases: { phrases: ['bad'] } }),
      sceneOf({ [id]: text(template) }, { digest: (said) => said }),
    ).map(({ fingerprint }) => fingerprint)

  it('stays when the text around it moves, and changes with the prompt, the rule and what was found', () => {
    expect(prints(SECRET)).toEqual(prints(`a line more\n${SECRET} and words`))
    expect(prints(SECRET)).not.toEqual(prints(SECRET, 'b'))
    expect(prints(SECRET)).not.toEqual(prints(`${SECRET}9`))
    expect(prints('a bad line')).not.toEqual(prints('another bad line'))
  })

  it('comes once, at its first line', () => {
    const found = check({}, { a: text(`${SECRET}\n${SECRET}`) }, { digest: (said) => said })
    expect(found.map(({ line }) => line)).toEqual([1])
  })
})
