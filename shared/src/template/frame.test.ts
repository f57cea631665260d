import { describe, expect, it } from 'vitest'
import { lookUp, lookUpName, ownValue, type Frame } from './frame.js'

const outer: Frame = { value: { a: 'outer', b: { c: 'of b' }, n: null }, parent: undefined }
const inner: Frame = { value: { a: 'inner', b: undefined, d: { e: [10, 20] } }, parent: outer }

describe('a name means', () => {
  it.each([
    ['what the innermost level has', ['a'], 'inner'],
    ['what an outer level has, where the inner one has undefined', ['b', 'c'], 'of b'],
    ['null where that is the value', ['n'], null],
    ['a step into a list', ['d', 'e', '1'], 20],
    ['nothing where nobody has it', ['x'], undefined],
    ['nothing where a later step breaks off', ['a', 'x'], undefined],
    ['nothing behind null', ['n', 'x'], undefined],
    ['nothing that is inherited', ['toString'], undefined],
    ['nothing that a step inherits', ['d', 'constructor'], undefined],
  ])('%s', (_, path, value) => {
    expect(lookUp(inner, path)).toBe(value)
  })

  it('the value at hand where it is the dot', () => {
    expect(lookUp(inner, [])).toBe(inner.value)
  })

  it('the same without dots as with a path of one step', () => {
    for (const name of ['a', 'b', 'n', 'x', '__proto__']) {
      expect(lookUpName(inner, name)).toBe(lookUp(inner, [name]))
    }
  })
})

it.each([
  ['text', 'length', undefined],
  [7, 'toFixed', undefined],
  [null, 'a', undefined],
  [undefined, 'a', undefined],
  [[5], '0', 5],
  [[5], 'length', 1],
  [[5], 'map', undefined],
  [{ a: 1 }, 'a', 1],
  [Object.create({ a: 1 }), 'a', undefined],
  [() => 1, 'name', undefined],
])('of %j the own value %s is %j', (value: unknown, name, own) => {
  expect(ownValue(value, name)).toBe(own)
})
