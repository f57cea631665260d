import { describe, expect, it } from 'vitest'
import { OptionFinder } from './option-finder.js'
import { oneOf, text } from './readers.js'

const finder = (given: object, env: NodeJS.ProcessEnv = {}, values: Record<string, unknown> = {}) =>
  new OptionFinder(given, env, { name: 'anvil.config.json', values })

describe('the option finder', () => {
  it('looks at the argument, then the environment, then the file, then takes the fallback', () => {
    const env = { X: 'env' }
    const file = { x: 'file' }
    expect(finder({ x: 'given' }, env, file).take('x', 'X', text, 'none')).toBe('given')
    expect(finder({ x: undefined }, env, file).take('x', 'X', text, 'none')).toBe('env')
    expect(finder({}, { X: '' }, file).take('x', 'X', text, 'none')).toBe('file')
    expect(finder({}, {}).take('x', 'X', text, 'none')).toBe('none')
  })

  it('reads nested names, and nothing that an object merely inherits', () => {
    expect(finder({ instance: { app: 'shop' } }).take('instance.app', 'X', text, 'none')).toBe('shop')
    for (const instance of [null, 'shop', [], Object.create({ app: 'inherited' })])
      expect(finder({ instance }).take('instance.app', 'X', text, 'none')).toBe('none')
    expect(finder({}).take('constructor', 'X', text, 'none')).toBe('none')
  })

  it('notes every mistake with where it was made, and reads on', () => {
    const find = finder({ a: 1 }, { B: 'x' }, { c: 'y' })
    const mode = oneOf('good')
    expect(['a', 'b', 'c'].map((name) => find.take(name, name.toUpperCase(), mode, 'good'))).toEqual([
      'good',
      'good',
      'good',
    ])
    expect(find.mistakes).toEqual([
      'the option a must be good, not number',
      'B must be good, not "x"',
      'c in anvil.config.json must be good, not "y"',
    ])
  })

  it('says where an option comes from', () => {
    expect(finder({ a: 1 }).origin('a', 'A')).toBe('the option a')
    expect(finder({}, { A: '1' }).origin('a', 'A')).toBe('A')
    expect(finder({}, {}, { a: 1 }).origin('a', 'A')).toBe('a in anvil.config.json')
    expect(finder({}).origin('a', 'A')).toBe('the default of a')
  })

  it('lets through what is no mistake of a person', () => {
    const broken = (): never => {
      throw new TypeError('a bug')
    }
    expect(() => finder({ a: 1 }).take('a', 'A', broken, 'none')).toThrow(TypeError)
  })
})
