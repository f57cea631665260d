import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTemplate } from '../template/index.js'
import { aBundle, PROJECT_ID, textPrompt } from '../testing/index.js'
import type { Bundle } from '../protocol/documents.js'
import { bundleInclude } from './bundle-include.js'
import { checkTemplates } from './bundle-templates.js'

const from = { prompt_set_id: PROJECT_ID, version: '1.0.0', sha256: 'a'.repeat(64) }
const include = (template: string) => ({ template, delimiters: null, variables: {}, from })
const prompts = (texts: Record<string, string>): Bundle['snapshot'] =>
  Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, textPrompt(text)]))
const chat = (template: string): Bundle['snapshot'][string] => ({
  kind: 'chat',
  messages: [
    { role: 'system', template: 'ok' },
    { role: 'user', template },
  ],
  delimiters: null,
  variables: {},
  metadata: {},
})
const textSource = (template: string) => ({ template, delimiters: null, variables: {} })
const check = (change: Partial<Bundle>) => checkTemplates(aBundle(change))
const refusal = (reason: string, id: string) =>
  expect.objectContaining({ code: 'bundle.compile_error', details: expect.objectContaining({ reason, id }) })

describe('the templates of a bundle', () => {
  it('may include its own prompts and what was frozen with it', () => {
    const snapshot = { ...prompts({ a: '{{> b}} {{> shared.tone}}', b: 'b' }), c: chat('{{> a}}') }
    expect(() =>
      check({ snapshot, includes: { 'shared.tone': include('kind {{> shared.deep}}'), 'shared.deep': include('x') } }),
    ).not.toThrow()
  })

  it('find a prompt of their own before a frozen text of the same id', () => {
    const bundle = aBundle({ snapshot: prompts({ a: 'own' }), includes: { a: include('frozen'), b: include('b') } })
    expect(bundleInclude(bundle, 'a')).toMatchObject({ template: 'own' })
    expect(bundleInclude(bundle, 'b')).toMatchObject({ template: 'b' })
    expect(bundleInclude(bundle, 'toString')).toBeUndefined()
  })

  it('are read under their own delimiters', () => {
    const raw = { ...textPrompt('{{code here}} {{'), delimiters: ['<%', '%>'] as [string, string] }
    expect(() => check({ snapshot: { a: raw } })).not.toThrow()
  })

  it('are refused by id if one of them is no template', () => {
    expect(() => check({ snapshot: prompts({ good: 'x', bad: '{{#open}}' }) })).toThrowError(
      refusal('template.syntax', 'bad'),
    )
    expect(() => check({ snapshot: { bad: chat('{{') } })).toThrowError(refusal('template.syntax', 'bad'))
    expect(() => check({ includes: { 'shared.tone': include('{{/x}}') } })).toThrowError(
      refusal('template.syntax', 'shared.tone'),
    )
  })

  it.each([
    ['what nobody has', prompts({ a: '{{> nothing}}' })],
    ['a name that every object has', prompts({ a: '{{> constructor}}' })],
    ['a chat', { ...prompts({ a: '{{> talk}}' }), talk: chat('x') }],
  ])('may not include %s', (_, snapshot) => {
    expect(() => check({ snapshot })).toThrowError(refusal('template.include_missing', 'a'))
  })

  it('may not include each other in a circle', () => {
    const snapshot = prompts({ a: '{{> b}}', b: '{{#x}}{{> c}}{{/x}}', c: '{{> a}}' })
    expect(() => check({ snapshot })).toThrowError(refusal('template.include_cycle', 'a'))
    expect(() => check({ snapshot: prompts({ a: '{{> a}}' }) })).toThrowError(refusal('template.include_cycle', 'a'))
  })

  it('may not double themselves again and again', () => {
    const texts = Array.from({ length: 60 }, (_, n) => [`p${n}`, `{{> p${n + 1}}}{{> p${n + 1}}}`])
    const snapshot = prompts({ ...Object.fromEntries(texts), p60: 'x' })
    expect(() => check({ snapshot })).toThrowError(refusal('template.too_deep', 'p0'))
  })

  it('may not grow beyond measure by being indented', () => {
    const snapshot = prompts({ a: `${' '.repeat(100_000)}{{> b}}\n`, b: 'line\n'.repeat(1_000) })
    expect(() => check({ snapshot })).toThrowError(refusal('template.too_deep', 'a'))
  })

  it('may not include through more levels than can be rendered, whichever way they are listed', () => {
    const chain = (levels: number) =>
      Array.from({ length: levels }, (_, n) => [`p${n}`, n === 0 ? 'x' : `{{> p${n - 1}}}`] as const)
    const cases = [chain(10_000), chain(10_000).toReversed()]
    for (const texts of cases)
      expect(() => check({ snapshot: prompts(Object.fromEntries(texts)) })).toThrowError(/too many levels/)
    const bundle = aBundle({ snapshot: prompts(Object.fromEntries(chain(199))) })
    expect(() => checkTemplates(bundle)).not.toThrow()
    expect(compileTemplate(textSource('{{> p197}}'), (id) => bundleInclude(bundle, id)).render({})).toBe('x')
  })

  it('that pass compile, each with all it includes', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
    const piece = fc.oneof(
      fc.constantFrom('text', '\n', '  ', '{{name}}', '{{#list}}', '{{/list}}', '{{^list}}', '{{'),
      id.map((id) => `{{> ${id}}}`),
    )
    const template = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(fc.dictionary(id, template), fc.dictionary(id, template), (own, frozen) => {
        const includes = Object.fromEntries(Object.entries(frozen).map(([id, text]) => [id, include(text)]))
        const bundle = aBundle({ snapshot: prompts(own), includes })
        const compile = () => {
          for (const template of [...Object.values(own), ...Object.values(frozen)]) {
            compileTemplate(textSource(template), (id) => bundleInclude(bundle, id)).prepare()
          }
        }
        let passes = true
        try {
          checkTemplates(bundle)
        } catch {
          passes = false
        }
        if (passes) expect(compile).not.toThrow()
        else expect(compile).toThrow()
      }),
      { numRuns: 2_000 },
    )
  })
})
