import canonicalize from 'canonicalize'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { renderTemplate } from './render-template.js'

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text)

it('writes lists and objects as RFC 8785 does', () => {
  const json = fc.jsonValue({ stringUnit: 'binary' }).filter((value) => isWellFormed(JSON.stringify(value)))
  fc.assert(
    fc.property(json, json, (a, b) => {
      for (const value of [[a, b], { b, a }]) {
        expect(renderTemplate('{{x}}', { x: value })).toBe(canonicalize(value))
      }
    }),
  )
})

it.each([
  [{ '€': 1, '\r': 2, דּ: 3, '1': 4, '😀': 5, ö: 6 }, '{"\\r":2,"1":4,"ö":6,"€":1,"😀":5,"\ufb33":3}'],
  [[1e21, 1e-7, 0.1, -0, 1e3], '[1e+21,1e-7,0.1,0,1000]'],
  [['\u0007', '"', '\\', '\n'], '["\\u0007","\\"","\\\\","\\n"]'],
])('writes %j by the rules for names, numbers and escapes', (value, text) => {
  expect(renderTemplate('{{x}}', { x: value })).toBe(text)
})

it('takes 64 levels and no more', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])
  expect(renderTemplate('{{x}}', { x: nested(63) })).toHaveLength(127)
  expect(() => renderTemplate('{{x}}', { x: nested(64) })).toThrow(
    expect.objectContaining({ code: 'template.too_deep', message: expect.stringContaining('x') }),
  )
})

it('writes an instance by its own data, or as it writes itself', () => {
  class Point {
    readonly x = 1
    readonly y = 2
  }
  class Money {
    toJSON(): unknown {
      return { cents: 5 }
    }
  }
  expect(renderTemplate('{{p}} {{m}} {{l}}', { p: new Point(), m: new Money(), l: [new Money()] })).toBe(
    '{"x":1,"y":2} {"cents":5} [{"cents":5}]',
  )
})

it('asks a value that writes itself once', () => {
  const endless = { toJSON: (): unknown => endless, a: 1 }
  expect(() => renderTemplate('{{x}}', { x: endless })).toThrow(expect.objectContaining({ name: 'AnvilError' }))
})
