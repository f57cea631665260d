import type { Variables } from '@anvil/shared'
import { PROMPT_SET_ID, requiredString, textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import type { Content } from '../reviews/draft-content.js'
import { effectiveVariablesOf } from './effective-variables.js'

const carried = (template: string, variables: Variables = {}): Content['includes'][string] => ({
  template,
  delimiters: null,
  variables,
  from: { prompt_set_id: PROMPT_SET_ID, version: '1.0.0', sha256: '0'.repeat(64) },
})
const optional = { ...requiredString, required: false }
const read = (content: Content, id: string) => Object.fromEntries(effectiveVariablesOf(content)(id))

describe('what callers may or must pass', () => {
  it('is what a prompt and all it includes declare and use', () => {
    const content = {
      snapshot: {
        a: textPrompt('{{> b}} {{own}}', { own: optional }),
        b: textPrompt('{{> c}}{{#flag}}{{inner}}{{/flag}}'),
      },
      includes: { c: carried('{{used.deep}} {{told}}', { told: requiredString }), d: carried('{{never}}') },
    }
    expect(read(content, 'a')).toEqual({
      own: optional,
      told: requiredString,
      used: { ...requiredString, type: 'object' },
    })
    expect(Object.keys(read(content, 'b'))).toEqual(['told', 'used'])
  })

  it('is the first declaration of a name, in the order of rendering', () => {
    const content = {
      snapshot: { a: textPrompt('{{> b}}{{> c}}'), b: textPrompt('{{x}}'), c: textPrompt('{{x}}', { x: optional }) },
      includes: {},
    }
    expect(read(content, 'a')).toEqual({ x: optional })
  })

  it('ends where includes form a cycle or lead nowhere', () => {
    const content = { snapshot: { a: textPrompt('{{> b}}'), b: textPrompt('{{> a}}{{> gone}}{{x}}') }, includes: {} }
    expect(read(content, 'a')).toEqual({ x: requiredString })
  })

  it('is nothing of a template that can not be read', () => {
    expect(read({ snapshot: { a: textPrompt('{{x}} {{#open}}') }, includes: {} }, 'a')).toEqual({})
  })
})
