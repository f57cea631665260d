import type { Variable, Variables } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { inferVariables } from './infer-variables.js'

const infer = (template: string, before: Variables = {}) =>
  inferVariables({ templates: [template], delimiters: null }, before)

const required = (type: 'string' | 'object') => ({ type, required: true, default: null, description: '' })

describe('inferVariables', () => {
  it('declares what every render needs: strings, and objects that are stepped into', () => {
    expect(infer('Hi {{name}} of {{user.city}}')).toEqual({ name: required('string'), user: required('object') })
  })

  it('leaves out what only sections test or hold, since it may be a list or a flag', () => {
    expect(infer('{{#items}}{{title}}{{/items}}{{^isVip}}…{{/isVip}}')).toEqual({})
  })

  it('keeps the declaration of a name that is still used and drops the others', () => {
    const tone: Variable = { type: 'enum', required: false, default: 'calm', description: 'How', values: ['calm'] }
    const gone = { ...tone, description: 'Gone' }
    expect(infer('{{#loud}}{{tone}}{{/loud}} {{name}}', { tone, gone })).toEqual({ tone, name: required('string') })
  })

  it('reads a chat as one prompt', () => {
    const chat = { templates: ['{{a}}', '{{b}}{{a}}'], delimiters: null }
    expect(Object.keys(inferVariables(chat, {}))).toEqual(['a', 'b'])
  })

  it.each(['Hi {{name', '{{"json": 1}}', '{{constructor}}'])('declares nothing of %s', (template) => {
    expect(infer(template)).toEqual({})
  })

  it('reads chosen delimiters', () => {
    const group = { templates: ['<%name%> {{code here}}'], delimiters: ['<%', '%>'] as [string, string] }
    expect(Object.keys(inferVariables(group, {}))).toEqual(['name'])
  })
})
