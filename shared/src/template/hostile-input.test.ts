import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AnvilError } from '../errors.js'
import { lintTemplate } from './lint-template.js'
import { renderTemplate } from './render-template.js'

const source = (template: string) => ({ template, delimiters: null, variables: {} })
const raised = (code: string) => expect.objectContaining({ name: 'AnvilError', code })

describe('a template that asks for too much ends in a typed error', () => {
  it.each([
    ['10,000 nested sections', `${'{{#a}}'.repeat(10_000)}${'{{/a}}'.repeat(10_000)}`],
    ['10,000 nested inverted sections', `${'{{^a}}'.repeat(10_000)}${'{{/a}}'.repeat(10_000)}`],
    ['10,000 sections never closed', '{{#a}}'.repeat(10_000)],
  ])('%s', (_, template) => {
    expect(() => renderTemplate(template, { a: true })).toThrow(raised('template.too_deep'))
  })

  it('a template of more than a million characters', () => {
    expect(() => renderTemplate('x'.repeat(1_000_001), {})).toThrow(raised('template.too_large'))
  })

  it('a long chain of includes', () => {
    const chain = Array.from({ length: 1_000 }, (_, at) => [`p${at}`, source(`{{> p${at + 1}}}`)])
    expect(() => renderTemplate('{{> p0}}', {}, { includes: Object.fromEntries(chain) })).toThrow(
      raised('template.too_deep'),
    )
  })

  it('sections and includes that are deep only together', () => {
    const nested = `${'{{#a}}'.repeat(90)}{{> next}}${'{{/a}}'.repeat(90)}`
    const includes = { p: source(nested.replace('next', 'q')), q: source(nested.replace('next', 'r')), r: source('x') }
    expect(renderTemplate('{{> q}}', { a: true }, { includes })).toBe('x')
    expect(renderTemplate('{{> p}}', { a: true }, { includes })).toBe('x')
    const deeper = { ...includes, o: source(nested.replace('next', 'p')) }
    expect(() => renderTemplate('{{> o}}', { a: true }, { includes: deeper })).toThrow(raised('template.too_deep'))
    expect(() => renderTemplate('{{> q}}{{> o}}', { a: true }, { includes: deeper })).toThrow(
      raised('template.too_deep'),
    )
  })

  it('includes that double each other', () => {
    const doubling = Array.from({ length: 60 }, (_, at) => [`p${at}`, source(`{{> p${at + 1}}}{{> p${at + 1}}}`)])
    const includes = { ...Object.fromEntries(doubling), p60: source('x') }
    expect(() => renderTemplate('{{> p0}}', {}, { includes })).toThrow(raised('template.too_many_steps'))
  })

  it('includes that double each other at ever other indentations', () => {
    const doubling = Array.from({ length: 60 }, (_, at) => {
      const next = `p${at + 1}`
      return [`p${at}`, source(`{{> ${next}}}\n  ${' '.repeat(2 ** Math.min(at, 8))}{{> ${next}}}\n`)]
    })
    const includes = { ...Object.fromEntries(doubling), p60: source('x') }
    expect(() => renderTemplate('{{> p0}}', {}, { includes })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^template\.too_/) }),
    )
  })
})

describe('values that ask for too much end in a typed error', () => {
  it('a list of millions', () => {
    expect(() => renderTemplate('{{#l}}{{/l}}', { l: Array.from({ length: 2_000_000 }) })).toThrow(
      raised('template.too_many_steps'),
    )
    expect(() => renderTemplate('{{l}}', { l: Array.from({ length: 2_000_000 }) })).toThrow(
      raised('template.too_many_steps'),
    )
  })

  it('a list that only says it is long', () => {
    const sparse: unknown[] = []
    sparse.length = 4_000_000_000
    expect(() => renderTemplate('{{#l}}a{{/l}}', { l: sparse })).toThrow(raised('template.too_many_steps'))
    expect(() => renderTemplate('{{l}}', { l: sparse })).toThrow(raised('template.too_many_steps'))
  })

  it('lists in lists', () => {
    const l = Array.from({ length: 2_000 }, () => 1)
    expect(() => renderTemplate('{{#l}}{{#l}}{{/l}}{{/l}}', { l })).toThrow(raised('template.too_many_steps'))
  })

  it('a text of hundreds of megabytes, even when no render could hold it', () => {
    const big = 'x'.repeat(2 ** 28)
    expect(() => renderTemplate('{{a}}{{a}}{{a}}', { a: big })).toThrow(raised('template.too_large'))
    const large = 'x'.repeat(2 ** 25)
    expect(() => renderTemplate('{{o}}', { o: { a: large } })).toThrow(raised('template.too_large'))
    expect(() => renderTemplate('{{o}}', { o: { [large]: 1 } })).toThrow(raised('template.too_large'))
  })

  it('a text that a list repeats', () => {
    const view = { t: 'x'.repeat(1_000_000), l: Array.from({ length: 20 }, () => 1) }
    expect(() => renderTemplate('{{#l}}{{t}}{{/l}}', view)).toThrow(raised('template.too_large'))
  })

  it('an object that holds itself', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    expect(() => renderTemplate('{{loop}}', { loop })).toThrow(raised('template.too_deep'))
    const list: unknown[] = []
    list.push(list)
    expect(() => renderTemplate('{{list}}', { list })).toThrow(raised('template.too_deep'))
  })

  it('an object that grows by sharing', () => {
    let shared: unknown = 1
    for (let at = 0; at < 60; at += 1) shared = [shared, shared]
    expect(() => renderTemplate('{{shared}}', { shared })).toThrow(raised('template.too_many_steps'))
  })
})

it('throws nothing but typed errors for any template and any values', () => {
  const template = fc
    .array(fc.oneof(fc.constantFrom('{{', '}}', '{{#', '{{/', '{{>', '{{=', '=}}', 'a', '.', '\n'), fc.string()))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(template, fc.dictionary(fc.string(), fc.anything()), (text, values) => {
      try {
        expect(typeof renderTemplate(text, values)).toBe('string')
      } catch (error) {
        expect(error).toBeInstanceOf(AnvilError)
      }
      expect(Array.isArray(lintTemplate(text, { declared: {}, includes: {} }))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

it('never reads a value as a template', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(renderTemplate('{{a}}{{{a}}}{{&a}}{{#l}}{{.}}{{/l}}', { a: value, l: [value] })).toBe(value.repeat(4))
    }),
  )
})
