import type { Bundle } from '@anvil/shared'
import { aBundle, aManifest, requiredString, textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { PromptTable } from './prompt-table.js'
import { Prompts, type PromptsOptions } from './prompts.js'

const chat = {
  kind: 'chat' as const,
  messages: [{ role: 'system' as const, template: 'Be kind' }],
  delimiters: null,
  variables: {},
  metadata: {},
}

const bundle: Bundle = aBundle({
  snapshot: {
    'welcome.message': textPrompt('Welcome {{name}}!', { name: requiredString }),
    'with.include': textPrompt('{{> shared.tone}} and {{> welcome.message}}'),
    'a.chat': chat,
  },
  includes: {
    'shared.tone': {
      template: 'Be brief.',
      delimiters: null,
      variables: {},
      from: { prompt_set_id: '1b8a4c1e-92d3-4f5a-8b6c-7d8e9f0a1b2c', version: '1.0.0', sha256: '0'.repeat(64) },
    },
  },
})

function promptsWith(change: Partial<PromptsOptions> = {}, bundles = [bundle]): Prompts {
  const prompts = new Prompts({
    onMissing: 'throw',
    onMissingVariable: () => undefined,
    whyNotReady: () => 'Nothing yet. Wait.',
    reason: () => 'STATIC',
    ...change,
  })
  const opened = bundles.map((bundle, at) => ({ sha256: String(at).repeat(64), bundle }))
  prompts.swap(new PromptTable(aManifest({ sequence: 9 }), opened))
  return prompts
}

describe('prompts', () => {
  it('renders with the values of the call', () => {
    expect(promptsWith().prompt('welcome.message', { name: 'Ada' })).toBe('Welcome Ada!')
  })

  it('renders includes from the bundle itself, frozen ones and its own', () => {
    expect(promptsWith().prompt('with.include', { name: 'Ada' })).toBe('Be brief. and Welcome Ada!')
  })

  it('says with a rendered text where it comes from', () => {
    expect(promptsWith().render('welcome.message', { name: 'Ada' })).toEqual({
      text: 'Welcome Ada!',
      id: 'welcome.message',
      version: '1.2.3',
      digest: '0'.repeat(64),
      sequence: 9,
      reason: 'STATIC',
    })
  })

  it('throws for a missing variable, or warns, or leaves its place empty', () => {
    const missing: string[] = []
    const onMissingVariable = (id: string, variable: string): void => void missing.push(`${id} ${variable}`)
    expect(() => promptsWith().prompt('welcome.message')).toThrow(expect.objectContaining({ code: 'variable.missing' }))
    expect(promptsWith({ onMissing: 'empty', onMissingVariable }).prompt('welcome.message')).toBe('Welcome !')
    expect(missing).toEqual([])
    expect(promptsWith({ onMissing: 'warn', onMissingVariable }).prompt('welcome.message')).toBe('Welcome !')
    expect(missing).toEqual(['welcome.message name'])
  })

  it('throws for an unknown id, with the nearest ones', () => {
    expect(() => promptsWith().prompt('welcome.mesage')).toThrow(
      expect.objectContaining({
        code: 'prompt.not_found',
        details: { id: 'welcome.mesage', nearest: ['welcome.message'] },
      }),
    )
    expect(() => promptsWith().template('nothing.like.it')).toThrow(/Is it published/)
  })

  it.each(['__proto__', 'constructor', 'toString', ''])('knows no prompt %j', (id) => {
    expect(promptsWith().has(id)).toBe(false)
    expect(() => promptsWith().prompt(id)).toThrow(expect.objectContaining({ code: 'prompt.not_found' }))
  })

  it('says clearly that a chat is not one text', () => {
    expect(() => promptsWith().prompt('a.chat')).toThrow(expect.objectContaining({ code: 'prompt.invalid' }))
    expect(() => promptsWith().template('a.chat')).toThrow(/chat/)
  })

  it('takes the fallback for any error of the call, as it is', () => {
    const prompts = promptsWith()
    expect(prompts.prompt('nothing', {}, { fallback: '{{plain}}' })).toBe('{{plain}}')
    expect(prompts.render('welcome.message', {}, { fallback: '' })).toEqual({
      text: '',
      id: 'welcome.message',
      version: null,
      digest: null,
      sequence: null,
      reason: 'FALLBACK',
    })
  })

  it('gives templates and ids', () => {
    const prompts = promptsWith()
    expect(prompts.template('welcome.message')).toBe('Welcome {{name}}!')
    expect(prompts.ids()).toEqual(['a.chat', 'welcome.message', 'with.include'])
    expect([prompts.has('a.chat'), prompts.has('b.chat')]).toEqual([true, false])
  })

  it('counts from one heartbeat to the next', () => {
    const prompts = promptsWith({ onMissing: 'warn' })
    prompts.prompt('welcome.message')
    prompts.render('welcome.message', { name: 'Ada' })
    prompts.prompt('nothing', {}, { fallback: '' })
    expect(prompts.counters.take()).toEqual({ renders: 2, errors: 1, missing: 1 })
    expect(prompts.counters.take()).toEqual({ renders: 0, errors: 0, missing: 0 })
  })

  it('says why there is nothing to render before the first swap', () => {
    const options = { onMissing: 'throw' as const, onMissingVariable: () => undefined, reason: () => 'CACHED' as const }
    const prompts = new Prompts({ ...options, whyNotReady: () => 'Nothing yet. Wait.' })
    expect(() => prompts.prompt('a')).toThrow(
      expect.objectContaining({ code: 'client.not_ready', message: 'Nothing yet. Wait.' }),
    )
    expect([prompts.ids(), prompts.has('a')]).toEqual([[], false])
  })
})

describe('a prompt table', () => {
  it('refuses an id that is in two sets, and names both', () => {
    const other = aBundle({ prompt_set: 'support', snapshot: bundle.snapshot })
    expect(() => promptsWith({}, [bundle, other])).toThrow(
      expect.objectContaining({
        code: 'bundle.duplicate_id',
        message: expect.stringContaining('onboarding and support'),
      }),
    )
  })
})
