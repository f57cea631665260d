import { describe, expect, it } from 'vitest'
import { BundledPrompt } from '../protocol/documents.js'
import { policyTexts, templatesOf } from './policy-texts.js'

const prompt = (more: object): BundledPrompt =>
  BundledPrompt.parse({ kind: 'text', template: 'T', delimiters: null, variables: {}, metadata: {}, ...more })
const textsOf = (more: object, place: string): string[] =>
  policyTexts({ snapshot: { a: prompt(more) }, includes: {} })
    .filter((text) => text.place === place)
    .map(({ text }) => text)
const variable = (more: object) => ({ type: 'string', required: false, default: null, description: '', ...more })

describe('the texts that are judged', () => {
  it('are a template alone where there is no more', () => {
    expect(policyTexts({ snapshot: { a: prompt({}) }, includes: {} })).toEqual([
      { prompt_id: 'a', text: 'T', place: 'template' },
    ])
    expect(policyTexts({ snapshot: {}, includes: {} })).toEqual([])
  })

  it('are each message of a chat, by its place', () => {
    const messages = [
      { role: 'system', template: 'One' },
      { role: 'user', template: '' },
    ]
    const chat = BundledPrompt.parse({ kind: 'chat', messages, delimiters: null, variables: {}, metadata: {} })
    expect(templatesOf('c', chat)).toEqual([
      { prompt_id: 'c', text: 'One', message_index: 0, place: 'template' },
      { prompt_id: 'c', text: '', message_index: 1, place: 'template' },
    ])
  })

  it('are what people wrote of variables, their names too, and no words of the form', () => {
    const variables = {
      city: variable({ description: 'Where they live', default: 'Berlin' }),
      tone: variable({ type: 'enum', values: ['warm', 'dry'], default: 'warm' }),
    }
    expect(textsOf({ variables }, 'variables')).toEqual(['city\nWhere they live\nBerlin\ntone\n\nwarm\nwarm\ndry'])
    expect(textsOf({ variables }, 'variables').join()).not.toMatch(/string|enum|required|description/)
  })

  it('are the texts of metadata however deep they are, with the names of fields, and neither numbers nor nothing', () => {
    const metadata = { owner: 'Ana', deep: [{ more: ['x', 7, null, true] }, []], empty: {} }
    expect(textsOf({ metadata }, 'metadata')).toEqual(['owner\nAna\ndeep\nmore\nx\nempty'])
    expect(textsOf({ metadata: {} }, 'metadata')).toEqual([])
  })

  it('are included ones of other sets too, after the own, and what they say of variables', () => {
    const from = { prompt_set_id: '6f1d7f5c-4b0e-4a4e-9b7e-1c2d3e4f5a6b', version: '1.0.0', sha256: 'x' }
    const variables = { name: { type: 'string' as const, required: true, default: null, description: 'Who' } }
    const includes = { 'shared.tone': { template: 'Be kind', delimiters: null, variables, from } }
    const texts = policyTexts({ snapshot: { a: prompt({}) }, includes })
    expect(texts.map(({ prompt_id, place }) => [prompt_id, place])).toEqual([
      ['a', 'template'],
      ['shared.tone', 'template'],
      ['shared.tone', 'variables'],
    ])
    expect(JSON.stringify(texts)).not.toContain('6f1d7f5c')
  })
})
