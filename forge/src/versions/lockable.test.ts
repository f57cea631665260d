import { textPrompt } from '@anvil/shared/testing'
import { describe, expect, it } from 'vitest'
import { problemsIn, requireLockable } from './lockable.js'

const content = (texts: Record<string, string>) => ({
  snapshot: Object.fromEntries(Object.entries(texts).map(([id, template]) => [id, textPrompt(template)])),
  includes: {},
})

describe('a content', () => {
  it('with warnings only can be locked', () => {
    const warned = content({ a: 'Hi {{name}}' })
    expect(problemsIn(warned)).toMatchObject({ a: [{ severity: 'warning' }] })
    expect(() => requireLockable(warned)).not.toThrow()
  })

  it('without prompts can not', () => {
    expect(() => requireLockable(content({}))).toThrow(expect.objectContaining({ code: 'prompt_set.empty' }))
  })

  it('with errors can not, and the first ones are told with the number of the rest', () => {
    const broken = content({ good: 'x', b1: '{{#a}}', b2: '{{/a}}', b3: '{{}}', b4: '{{"q"}}', b5: '{{> none}}' })
    expect(() => requireLockable(broken)).toThrow(/^5 of the prompts can't be locked. b1: .*And 2 more\.$/)
  })

  it('whose includes nest without end can not', () => {
    const chain = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`p${n}`, `{{> p${n + 1}}}`]))
    expect(() => requireLockable(content({ ...chain, p400: 'end' }))).toThrow(
      expect.objectContaining({ code: 'prompt_set.not_lockable' }),
    )
  })

  it('whose sections nest without end can not', () => {
    const deep = `${'{{#a}}'.repeat(10_000)}${'{{/a}}'.repeat(10_000)}`
    expect(problemsIn(content({ deep }))).toMatchObject({ deep: [{ code: 'template.too_deep' }] })
  })
})
