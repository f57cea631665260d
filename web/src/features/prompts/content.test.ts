import type { Prompt } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { type Content, contentOf, declareUsed, isDeclaredAnew, isSame, templatesOf, usedIn } from './content.js'

const name = { type: 'string', required: true, default: null, description: '' } as const
const text = (
  template: string,
  more: Partial<Pick<Content, 'variables' | 'metadata' | 'delimiters'>> = {},
): Content => ({
  kind: 'text',
  template,
  delimiters: null,
  variables: {},
  metadata: {},
  ...more,
})
const chat = (...templates: string[]): Content => ({
  kind: 'chat',
  messages: templates.map((template) => ({ role: 'user' as const, template })),
  delimiters: null,
  variables: {},
  metadata: {},
})
const record = {
  id: 'welcome',
  prompt_set_id: '00000000-0000-4000-8000-000000000001',
  revision: 1,
  etag: '"1"',
  problems: [],
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
  updated_by: null,
}
const declared = (content: Content) => Object.keys(content.variables ?? {})

describe('what is written of a prompt', () => {
  it('is all that a person can change of it, and nothing that FORGE adds', () => {
    const written = { delimiters: ['<%', '%>'], variables: { name }, metadata: { a: [1] } } as const
    const stored: Prompt = {
      ...record,
      kind: 'text',
      template: 'Hi <%name%>',
      delimiters: ['<%', '%>'],
      variables: { name },
      metadata: { a: [1] },
    }
    expect(contentOf(stored)).toEqual({ kind: 'text', template: 'Hi <%name%>', ...written })
  })

  it('has the messages of a chat in their order', () => {
    const messages = [
      { role: 'system', template: 'Be brief.' },
      { role: 'user', template: '{{question}}' },
    ] as const
    const stored: Prompt = {
      ...record,
      kind: 'chat',
      messages: [...messages],
      delimiters: null,
      variables: {},
      metadata: {},
    }
    expect(contentOf(stored)).toEqual({ kind: 'chat', messages, delimiters: null, variables: {}, metadata: {} })
    expect(templatesOf(contentOf(stored))).toEqual(['Be brief.', '{{question}}'])
  })

  it('says the same in whatever order its parts are named, and not where one differs', () => {
    const one = text('Hi', { metadata: { a: 1, b: { c: 1, d: 2 } } })
    const other = text('Hi', { metadata: { b: { d: 2, c: 1 }, a: 1 } })
    expect(isSame(one, other)).toBe(true)
    expect(isSame(one, text('Hi', { metadata: { a: 1 } }))).toBe(false)
    expect(isSame(text('Hi', { metadata: { a: [1, 2] } }), text('Hi', { metadata: { a: [2, 1] } }))).toBe(false)
    expect(isSame(text('Hi'), text('Hi', { delimiters: ['<%', '%>'] }))).toBe(false)
    expect(isSame(text('Hi', { variables: { name } }), text('Hi'))).toBe(false)
  })
})

describe('the names that a prompt uses', () => {
  it('are those of every message, read with its own tag marks', () => {
    expect(usedIn(chat('{{a}}', '{{#b}}{{c.d}}{{/b}}'))?.map((each) => [each.name, each.use])).toEqual([
      ['a', 'value'],
      ['b', 'condition'],
      ['c', 'object'],
    ])
    const marked = usedIn(text('{{a}} <%b%>', { delimiters: ['<%', '%>'] }))
    expect(marked?.map((each) => each.name)).toEqual(['b'])
  })

  it('are those of what it includes, where these are given', () => {
    const source = { template: 'Be {{tone}}. {{> more}}', delimiters: null, variables: {} }
    const more = { template: '<%words%>', delimiters: ['<%', '%>'] as [string, string], variables: {} }
    const including = text('{{> voice}} {{name}}')
    expect(usedIn(including)?.map((each) => each.name)).toEqual(['name'])
    expect(usedIn(including, { voice: source, more })?.map((each) => each.name)).toEqual(['tone', 'words', 'name'])
  })

  it('are unknown while a template can not be read', () => {
    expect(usedIn(text('{{#open}}'))).toBeUndefined()
    expect(usedIn(chat('{{a}}', '{{'))).toBeUndefined()
  })
})

describe('new names', () => {
  it('are declared as required: a string, or an object where a step into it is used', () => {
    const { variables } = declareUsed(text('{{name}} {{order.number}}'), {})
    expect(variables).toEqual({ name, order: { ...name, type: 'object' } })
  })

  it('leave alone what is declared already, used or not', () => {
    const tone = { ...name, required: false, default: 'warm' }
    expect(declareUsed(text('{{tone}} {{name}}'), { tone, unused: name }).variables).toEqual({
      tone,
      unused: name,
      name,
    })
  })

  it('are not declared where only a section tests them, stands around them, or no variable may be called so', () => {
    expect(declared(declareUsed(text('{{#vip}}{{perk}}{{/vip}} {{.}} {{toString}}'), {}))).toEqual([])
    const [vip, perk] = usedIn(text('{{#vip}}{{perk}}{{/vip}}')) ?? []
    expect([vip, perk].map((each) => each && isDeclaredAnew(each))).toEqual([false, false])
  })

  it('wait while the text can not be read, and nothing that was declared is lost meanwhile', () => {
    const tone = { ...name, required: false }
    const half = text('{{name}} {{#open', { variables: { tone } })
    expect(declareUsed(half, { tone })).toEqual(half)
  })
})
