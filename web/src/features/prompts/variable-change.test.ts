import type { Variable } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { problemOfDefault, readDefault, readValues, retype, writeDefault } from './variable-change.js'

const variable = (more: Partial<Variable>): Variable => ({
  type: 'string',
  required: true,
  default: null,
  description: 'How it sounds',
  ...more,
})

describe('another type', () => {
  it('keeps a default that can be read as one of it, and all that is said of the variable', () => {
    expect(retype(variable({ default: '5', required: false }), 'number')).toEqual(
      variable({ type: 'number', default: 5, required: false }),
    )
    expect(retype(variable({ type: 'number', default: 5 }), 'string')).toEqual(variable({ default: '5' }))
    expect(retype(variable({ default: 'true' }), 'boolean').default).toBe(true)
    expect(retype(variable({ default: '["a"]' }), 'list').default).toEqual(['a'])
    expect(retype(variable({ default: 'a' }), 'list').default).toBeNull()
    expect(retype(variable({ type: 'list', default: [1] }), 'object').default).toBeNull()
  })

  it('has values where it is an enum, and none where it is not', () => {
    const asEnum = retype(variable({ default: 'warm' }), 'enum', ['warm', 'cool'])
    expect(asEnum).toEqual(variable({ type: 'enum', values: ['warm', 'cool'], default: 'warm' }))
    expect(retype(variable({ default: 'hot' }), 'enum', ['warm']).default).toBeNull()
    expect(retype(asEnum, 'string')).toEqual(variable({ default: 'warm' }))
  })
})

describe('a default', () => {
  it.each<[string, Variable, string]>([
    ['a text', variable({ default: '5' }), '5'],
    ['a number', variable({ type: 'number', default: 5 }), '5'],
    ['an object', variable({ type: 'object', default: { a: 1 } }), '{\n  "a": 1\n}'],
    ['none', variable({}), ''],
  ])('is read as it was written: %s', (_what, of, text) => {
    expect(writeDefault(of)).toBe(text)
    expect(readDefault(of.type, text)).toEqual(of.default)
    expect(problemOfDefault(of)).toBeUndefined()
  })

  it('that is not of the type stays as it was typed, and is told', () => {
    const typed = variable({ type: 'list', default: readDefault('list', '["a", ') })
    expect(writeDefault(typed)).toBe('["a", ')
    expect(problemOfDefault(typed)).toContain('A list is wanted')
    expect(problemOfDefault(variable({ type: 'enum', values: ['a'], default: 'b' }))).toContain('none of the values')
    expect(problemOfDefault(variable({ type: 'number', default: '5' }))).toContain('A number is wanted')
  })
})

it('takes the values of an enum line by line', () => {
  expect(readValues('warm\n\n cool \nwarm\n')).toEqual(['warm', 'cool'])
  expect(readValues(' \n')).toEqual([])
})
