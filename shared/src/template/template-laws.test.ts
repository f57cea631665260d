import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Variable } from '../protocol/documents.js'
import { AnvilError } from '../errors.js'
import { compileTemplate } from './compiled-template.js'
import { includesFrom } from './include-source.js'
import { renderTemplate } from './render-template.js'
import { variablesOf } from './variables-of.js'

const NAMES = ['a', 'b', 'c', 'd'] as const
const name = fc.constantFrom(...NAMES)
const word = fc.constantFrom('x', ' ', 'é', '.', '"', '-', '1')

/** The pieces of a template whose sections are closed; marks are put in later. */
type Piece = string | { tag: string } | { section: string; inverted: boolean; inner: Piece[] }

const { pieces } = fc.letrec<{ pieces: Piece[]; piece: Piece }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    word,
    name.map((tag) => ({ tag })),
    fc.record({ section: name, inverted: fc.boolean(), inner: tie('pieces') }),
  ),
  pieces: fc.array(tie('piece'), { maxLength: 5 }),
}))

function written(parts: readonly Piece[], open = '{{', close = '}}'): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      if ('tag' in part) return `${open}${part.tag}${close}`
      const { section, inverted, inner } = part
      const body = written(inner, open, close)
      return `${open}${inverted ? '^' : '#'}${section}${close}${body}${open}/${section}${close}`
    })
    .join('')
}

const line = pieces.map((parts) => written(parts))
const lines = fc.array(line, { maxLength: 4 }).map((texts) => texts.map((text) => `${text}\n`).join(''))
const scalar = fc.oneof(fc.string({ maxLength: 4 }), fc.integer(), fc.boolean())
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.record({ a: scalar, b: scalar }))
const values = fc.record({ a: value, b: value, c: value, d: value }, { requiredKeys: [] })
const source = (template: string) => ({ template, delimiters: null, variables: {} })
const lenient = { onMissing: 'empty' } as const

/** What a render says is missing, in order. */
function missingIn(template: string, given: Record<string, unknown>): unknown {
  try {
    renderTemplate(template, given)
    return []
  } catch (error) {
    if (!(error instanceof AnvilError) || error.code !== 'variable.missing') throw error
    return error.details
  }
}

describe('the names that a template is said to use', () => {
  it('are all it ever needs', () => {
    fc.assert(
      fc.property(lines, scalar, (template, each) => {
        const given = Object.fromEntries(variablesOf(template).map(({ name }) => [name, each]))
        expect(missingIn(template, given)).toEqual([])
      }),
    )
  })

  it('are refused each, where a required one is left out, and by its name', () => {
    fc.assert(
      fc.property(lines, (template) => {
        const used = variablesOf(template)
        for (const { name, required } of used) {
          if (!required) continue
          const others = used.filter((other) => other.name !== name).map((other) => [other.name, 'x'])
          expect(missingIn(template, Object.fromEntries(others))).toEqual({ names: [name] })
        }
      }),
    )
  })
})

describe('a template says the same', () => {
  it.each([
    ['<%', '%>'],
    ['[[', ']]'],
    ['|', '|'],
    ['«', '»'],
    ['<%{{', '}}%>'],
  ])('between %s and %s', (open, close) => {
    fc.assert(
      fc.property(pieces, values, (parts, given) => {
        const other = { ...lenient, delimiters: [open, close] as [string, string] }
        expect(renderTemplate(written(parts, open, close), given, other)).toBe(
          renderTemplate(written(parts), given, lenient),
        )
      }),
    )
  })

  it('with a part of a line in an include as with that part in its place', () => {
    fc.assert(
      fc.property(line, line, values, (before, part, given) => {
        const visible = `(${part})`
        const includes = { part: source(visible) }
        expect(renderTemplate(`>${before}{{> part}}<`, given, { ...lenient, includes })).toBe(
          renderTemplate(`>${before}${visible}<`, given, lenient),
        )
      }),
    )
  })

  it('except that an include of tags and spaces alone is a line of its own, and leaves no space', () => {
    const includes = { part: source('{{#a}}{{/a}} ') }
    expect(renderTemplate('>{{> part}}<', {}, { ...lenient, includes })).toBe('><')
    expect(renderTemplate('>{{#a}}{{/a}} <', {}, lenient)).toBe('> <')
  })

  it('in two halves, parted between lines, as in one', () => {
    fc.assert(
      fc.property(lines, lines, values, (first, second, given) => {
        expect(renderTemplate(first + second, given, lenient)).toBe(
          renderTemplate(first, given, lenient) + renderTemplate(second, given, lenient),
        )
      }),
    )
  })

  it('again, whatever it was filled with in between, and changes no value', () => {
    fc.assert(
      fc.property(lines, values, fc.dictionary(name, fc.anything()), (template, given, other) => {
        const compiled = compileTemplate(source(`${template}{{> p}}`), includesFrom({ p: source(template) }))
        const before = structuredClone(given)
        const text = compiled.render(given, 'empty')
        try {
          compiled.render(other)
        } catch (error) {
          expect(error).toBeInstanceOf(AnvilError)
        }
        expect(compiled.render(given, 'empty')).toBe(text)
        expect(given).toEqual(before)
      }),
    )
  })
})

describe('a declared variable', () => {
  const DECLARED: [Variable['type'], fc.Arbitrary<unknown>][] = [
    ['string', fc.string()],
    ['number', fc.double({ noNaN: true, noDefaultInfinity: true })],
    ['boolean', fc.boolean()],
    ['list', fc.array(scalar)],
    ['object', fc.record({ b: scalar, c: scalar })],
  ]

  it.each(DECLARED)('of type %s that is left out is as if its default were given', (type, arbitrary) => {
    fc.assert(
      fc.property(lines, arbitrary, scalar, (template, content, each) => {
        const declared = { a: { type, required: true, default: content, description: '' } }
        const given = { b: each, c: each, d: each }
        expect(renderTemplate(template, given, { declared })).toBe(
          renderTemplate(template, { ...given, a: content }, { declared }),
        )
      }),
    )
  })

  it.each(DECLARED)('of type %s that may be left out is as if it were null', (type) => {
    fc.assert(
      fc.property(lines, scalar, (template, each) => {
        const declared = { a: { type, required: false, default: null, description: '' } }
        const given = { b: each, c: each, d: each }
        expect(renderTemplate(template, given, { declared })).toBe(
          renderTemplate(template, { ...given, a: null }, { declared }),
        )
      }),
    )
  })

  it.each(DECLARED)('of type %s takes no value of another type, though the template never shows it', (type) => {
    const declared = { a: { type, required: true, default: null, description: '' } }
    for (const [other, arbitrary] of DECLARED) {
      if (other === type) continue
      fc.assert(
        fc.property(lines, arbitrary, (template, content) => {
          expect(() => renderTemplate(template, { a: content }, { ...lenient, declared })).toThrow(
            expect.objectContaining({ code: 'variable.type' }),
          )
        }),
        { numRuns: 10 },
      )
    }
  })
})
