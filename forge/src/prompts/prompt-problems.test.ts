import type { BundledPrompt, Variables } from '@anvil/shared'
import { requiredString, textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { errorsAmong, problemsOf } from './prompt-problems.js'

const chat = (templates: string[], variables: Variables = {}): BundledPrompt => ({
  kind: 'chat',
  messages: templates.map((template) => ({ role: 'user', template })),
  delimiters: null,
  variables,
  metadata: {},
})
const told = (prompt: BundledPrompt) => problemsOf(prompt).map(({ code, message_index }) => [code, message_index])

describe('the problems of a chat', () => {
  it('name the message they stand in', () => {
    expect(told(chat(['fine', '{{#open}}', '{{"json": 1}}']))).toEqual([
      ['template.syntax', 1],
      ['tag.not_a_name', 2],
    ])
  })

  it('hold a variable for unused only where no message uses it', () => {
    const variables = { a: requiredString, b: requiredString, c: requiredString }
    expect(told(chat(['{{a}}', '{{b}}'], variables))).toEqual([['variable.unused', 0]])
    expect(problemsOf(chat(['{{a}}', '{{b}}'], variables))[0]?.message).toContain('c is declared')
  })

  it('tell a default of the wrong type once', () => {
    const variables = { a: { ...requiredString, default: 7 } }
    expect(told(chat(['{{a}}', '{{a}}', '{{a}}'], variables))).toEqual([['variable.wrong_default', 0]])
  })
})

describe('the problems of a text', () => {
  it('are none of a good one', () => {
    expect(problemsOf(textPrompt('Hi {{name}}', { name: requiredString }))).toEqual([])
  })

  it('include what it includes only where that is known', () => {
    const prompt = textPrompt('{{> other.text}}')
    expect(problemsOf(prompt)).toEqual([])
    expect(problemsOf(prompt, {})).toMatchObject([{ code: 'template.include_missing', severity: 'error' }])
    const other = { template: '{{#broken}}', delimiters: null, variables: {} }
    expect(problemsOf(prompt, { 'other.text': other })).toMatchObject([{ code: 'template.syntax' }])
  })

  it('keep it from being locked only where they are errors', () => {
    const problems = problemsOf(textPrompt('{{x}} {{"y"}}', { z: requiredString }))
    expect(problems).toHaveLength(3)
    expect(errorsAmong(problems).map(({ code }) => code)).toEqual(['tag.not_a_name'])
  })
})
