import type { Variable } from '@anvil/shared'
import { expect, it } from 'vitest'
import { exampleValues } from './example-values.js'

const variable = (more: Partial<Variable>): Variable => ({
  type: 'string',
  required: true,
  default: null,
  description: '',
  ...more,
})

it('stands in for what nobody typed: the default, the first value, or something that shows the name', () => {
  const variables = {
    name: variable({}),
    tone: variable({ type: 'enum', values: ['warm', 'cool'] }),
    voice: variable({ default: 'low' }),
    count: variable({ type: 'number' }),
    vip: variable({ type: 'boolean' }),
    items: variable({ type: 'list' }),
    order: variable({ type: 'object' }),
  }
  expect(exampleValues([...Object.keys(variables), 'shown'], variables, {})).toEqual({
    name: '[name]',
    tone: 'warm',
    voice: 'low',
    count: 1,
    vip: true,
    items: [],
    order: {},
    shown: true,
  })
})

it('takes what was typed: as text for texts, as JSON for the rest, and what is no JSON as it is', () => {
  const variables = { name: variable({}), items: variable({ type: 'list' }), count: variable({ type: 'number' }) }
  const typed = { name: '5', items: '["a"]', count: 'many', undeclared: 'false' }
  expect(exampleValues(Object.keys(typed), variables, typed)).toEqual({
    name: '5',
    items: ['a'],
    count: 'many',
    undeclared: false,
  })
})
