import type { BundledPrompt, Variable } from '@anvil/shared'
import { PROMPT_SET_ID, textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import type { Content } from '../reviews/draft-content.js'
import { diffContents } from './diff-contents.js'

const variable = (change: Partial<Variable> = {}): Variable => ({
  type: 'string',
  required: false,
  default: null,
  description: '',
  ...change,
})
const enumOf = (...values: string[]): Variable => variable({ type: 'enum', values })

const content = (snapshot: Record<string, BundledPrompt>, includes: Content['includes'] = {}): Content => ({
  snapshot,
  includes,
})
/** A prompt with one variable, which its text uses. */
const one = (x?: Variable): Content => content({ a: textPrompt('{{#x}}{{x}}{{/x}}', x ? { x } : {}) })
const carried = (template: string, variables = {}, version = '1.0.0'): Content['includes'][string] => ({
  template,
  delimiters: null,
  variables,
  from: { prompt_set_id: PROMPT_SET_ID, version, sha256: '0'.repeat(64) },
})

const outcome = (from: Content, to: Content): [string, string[]] => {
  const { bump, breaking } = diffContents(from, to)
  return [bump, breaking.map(({ reason }) => reason)]
}

describe('the weight of a change', () => {
  it.each<[string, Content, Content, string, string[]]>([
    ['nothing', one(variable()), one(variable()), 'none', []],
    [
      'an id removed',
      content({ a: textPrompt(''), b: textPrompt('') }),
      content({ a: textPrompt('') }),
      'major',
      ['prompt_removed'],
    ],
    ['an id added', content({ a: textPrompt('') }), content({ a: textPrompt(''), b: textPrompt('') }), 'minor', []],
    ['a variable added as required', one(), one(variable({ required: true })), 'major', ['variable_added_as_required']],
    ['a variable added as optional', one(), one(variable()), 'minor', []],
    ['a variable removed', one(variable()), one(), 'patch', []],
    [
      'a variable made required',
      one(variable()),
      one(variable({ required: true })),
      'major',
      ['variable_made_required'],
    ],
    ['a variable made optional', one(variable({ required: true })), one(variable()), 'patch', []],
    ['a variable retyped', one(variable()), one(variable({ type: 'number' })), 'major', ['variable_retyped']],
    ['an enum value removed', one(enumOf('p', 'q')), one(enumOf('q')), 'major', ['enum_value_removed']],
    ['an enum value added', one(enumOf('p')), one(enumOf('p', 'q')), 'patch', []],
    ['a default changed', one(variable()), one(variable({ default: 'd' })), 'patch', []],
    ['text', content({ a: textPrompt('one') }), content({ a: textPrompt('two') }), 'patch', []],
    [
      'metadata',
      content({ a: textPrompt('') }),
      content({ a: { ...textPrompt(''), metadata: { k: 1 } } }),
      'patch',
      [],
    ],
    [
      'delimiters',
      content({ a: textPrompt('') }),
      content({ a: { ...textPrompt(''), delimiters: ['<%', '%>'] } }),
      'patch',
      [],
    ],
    [
      'a text that becomes a chat',
      content({ a: textPrompt('') }),
      content({
        a: { kind: 'chat', messages: [{ role: 'user', template: '' }], delimiters: null, variables: {}, metadata: {} },
      }),
      'major',
      ['kind_changed'],
    ],
    [
      'a name used without being declared',
      content({ a: textPrompt('') }),
      content({ a: textPrompt('{{x}}') }),
      'major',
      ['variable_added_as_required'],
    ],
    [
      'a used name declared as what it was taken for',
      content({ a: textPrompt('{{x}}') }),
      content({ a: textPrompt('{{x}}', { x: variable({ required: true }) }) }),
      'patch',
      [],
    ],
  ])('%s', (...[, from, to, bump, reasons]) => {
    expect(outcome(from, to)).toEqual([bump, reasons])
  })

  it('counts what included texts ask of callers, of the same set and of others', () => {
    const required = { x: variable({ required: true }) }
    const own = (variables: object): Content =>
      content({ a: textPrompt('{{> b}}'), b: textPrompt('{{x}}', { ...variables }) })
    expect(diffContents(own({ x: variable() }), own(required)).breaking.map(({ id }) => id)).toEqual(['a', 'b'])
    const other = (include: Content['includes'][string]): Content =>
      content({ a: textPrompt('{{> s}}') }, { s: include })
    expect(outcome(other(carried('Hi')), other(carried('{{x}}', required, '1.1.0')))).toEqual([
      'major',
      ['variable_added_as_required'],
    ])
    expect(diffContents(other(carried('Hi')), other(carried('Ho', {}, '1.1.0')))).toMatchObject({
      bump: 'patch',
      changed: [],
      includes: [{ id: 's', from: '1.0.0', to: '1.1.0' }],
    })
  })

  it('lets the prompt’s own declaration hold over those of what it includes', () => {
    const of = (x: Variable): Content =>
      content({ a: textPrompt('{{> b}}', { x: variable() }), b: textPrompt('{{x}}', { x }) })
    const { breaking } = diffContents(of(variable()), of(variable({ required: true })))
    expect(breaking.map(({ id }) => id)).toEqual(['b'])
  })
})

describe('a diff', () => {
  it('tells each variable that changed, and which fields did', () => {
    const from = content({ a: textPrompt('{{x}} {{y}}', { x: variable(), y: variable(), z: variable() }) })
    const to = content({
      a: textPrompt('{{x}} {{w}}', { x: variable({ required: true }), y: variable(), w: variable() }),
    })
    const { changed, breaking, added, removed } = diffContents(from, to)
    expect([added, removed]).toEqual([[], []])
    expect(changed).toMatchObject([{ id: 'a', fields: ['text', 'variables'] }])
    expect(changed[0]?.variables.map(({ name, change, breaking }) => [name, change, breaking])).toEqual([
      ['w', 'added', false],
      ['x', 'changed', true],
      ['z', 'removed', false],
    ])
    expect(breaking).toMatchObject([{ id: 'a', variable: 'x', reason: 'variable_made_required' }])
    expect(breaking[0]?.message).toContain('x is required now')
  })

  it('puts removed prompts first among what breaks', () => {
    const from = content({ a: textPrompt(''), z: textPrompt('') })
    const to = content({ a: textPrompt('{{x}}') })
    expect(diffContents(from, to).breaking.map(({ id }) => id)).toEqual(['z', 'a'])
  })

  it('takes no name of the prototype for a prompt or a text', () => {
    const from = content({ a: textPrompt('{{> toString}}') })
    expect(diffContents(from, from).bump).toBe('none')
  })

  it('holds 2,000 prompts that include each other in a moment', () => {
    const texts = Array.from({ length: 2_000 }, (_, n): [string, BundledPrompt] => [
      `p${n}`,
      textPrompt(`{{> p${n + 1}}}`),
    ])
    const all = content({ ...Object.fromEntries(texts), p2000: textPrompt('end') })
    expect(diffContents(all, content({ ...all.snapshot, p2000: textPrompt('other') })).bump).toBe('patch')
  })
})
