import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import type { Delimiters } from '@anvil/shared'
import { describe, expect, it, vi } from 'vitest'
import { completeTag, type FoundIds, type Names } from './template-completion.js'

const all = (...ids: string[]): FoundIds => ({ ids: ids.map((id) => ({ id })), areAll: true })

interface Scene {
  findIds?: Names['findIds']
  delimiters?: Delimiters | null
}

/** What CodeMirror is offered where `|` stands in a template. */
async function offered(template: string, { findIds = async () => all(), delimiters = null }: Scene = {}) {
  const pos = template.indexOf('|')
  const state = EditorState.create({ doc: template.replace('|', '') })
  const source = completeTag(delimiters, () => ({ variables: ['name', 'nickname', 'tone'], findIds }))
  return source(new CompletionContext(state, pos, false))
}
const labels = (result: CompletionResult | null) => result?.options.map(({ label }) => label) ?? null

describe('in a tag', () => {
  it.each(['Hi {{|', 'Hi {{ na|', 'Hi {{{|', 'Hi {{&|', 'Hi {{#|', '{{^ x|', 'One\n{{|}} and {{tone}}'])(
    'variables are offered: %s',
    async (template) => {
      expect(labels(await offered(template))).toEqual(['name', 'nickname', 'tone'])
    },
  )

  it('the names that are used are offered too, each once', async () => {
    expect(labels(await offered('{{#items}}{{price}}{{.}}{{name}}{{/items}} {{|'))).toEqual([
      'name',
      'nickname',
      'tone',
      'items',
      'price',
    ])
  })

  it('what is typed is replaced, and the same names go on being offered while a name is typed', async () => {
    const result = await offered('Hi {{ nick|')
    expect([result?.from, result?.validFor]).toEqual([6, /^[\p{L}\p{M}\p{N}_.-]*$/u])
  })

  it('names of any script are offered, also once more of one is typed', async () => {
    const result = await offered('{{#größe}}{{นี่}}{{/größe}} {{grö|')
    expect([result?.from, labels(result)]).toEqual([30, ['name', 'nickname', 'tone', 'größe', 'นี่']])
    const again = result?.validFor
    expect(again instanceof RegExp && ['größ', 'นี่', 'user.größe'].every((typed) => again.test(typed))).toBe(true)
    expect(labels(await offered('{{#größe}}{{/grö|'))).toEqual(['größe'])
  })

  it('that ends a section, open sections are offered, the inner one first', async () => {
    expect(labels(await offered('{{#a}}{{#b}}{{/b}}{{^c}} {{/|'))).toEqual(['c', 'a'])
    expect(labels(await offered('{{/|'))).toEqual([])
  })

  it('of other marks names are offered all the same', async () => {
    expect(labels(await offered('Hi <%to|', { delimiters: ['<%', '%>'] }))).toContain('tone')
    expect(await offered('Hi {{to|', { delimiters: ['<%', '%>'] })).toBeNull()
  })
})

it.each(['Hello|', '{{name}} and|', '{{name}|}', '{{a b|', '{{! a remark|', '{{=<% %|', '{{\n|'])(
  'outside of a name nothing is offered: %s',
  async (template) => {
    expect(await offered(template)).toBeNull()
  },
)

describe('in a tag that includes a prompt', () => {
  it('FORGE is asked for what was typed, and says of which other set each is', async () => {
    const findIds = vi.fn<Names['findIds']>(async () => ({
      ids: [{ id: 'shared.tone' }, { id: 'shared.sign', set: 'Letters' }],
      areAll: true,
    }))
    const result = await offered('{{> shared.|', { findIds })
    expect(findIds).toHaveBeenCalledExactlyOnceWith('shared.', expect.any(AbortSignal))
    expect(result?.options).toEqual([{ label: 'shared.tone' }, { label: 'shared.sign', detail: 'Letters' }])
    expect(result?.validFor).toBeDefined()
  })

  it('FORGE is asked again with more letters where there were more than it said', async () => {
    const result = await offered('{{> s|', { findIds: async () => ({ ids: [{ id: 's' }], areAll: false }) })
    expect([labels(result), result?.validFor]).toEqual([['s'], undefined])
  })

  it('nothing is offered where FORGE does not answer', async () => {
    const findIds = async () => {
      throw new Error('away')
    }
    expect(await offered('{{> s|', { findIds })).toBeNull()
  })
})
