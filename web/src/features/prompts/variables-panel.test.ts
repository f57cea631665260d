import type { Variable } from '@anvil/shared'
import { variablesOf } from '@anvil/shared/template'
import { describe, expect, it } from 'vitest'
import { shownBy } from '../../../test/support/shown-by.js'
import { VariablesPanel } from './variables-panel.js'

const variable = (more: Partial<Variable>): Variable => ({
  type: 'string',
  required: true,
  default: null,
  description: '',
  ...more,
})

const TONE = variable({ type: 'enum', values: ['warm', 'cool'], required: false, default: 'hot', description: 'Voice' })
const used = variablesOf('{{name}} {{tone}} {{#vip}}{{perk}}{{/vip}}')

/** The panel over a text, with what differs from a draft that declares all it needs. */
function panel(more: object = {}) {
  return shownBy(VariablesPanel, {
    names: used.map(({ name }) => name),
    used,
    included: {},
    variables: { name: variable({}), tone: TONE },
    typed: {},
    isReadOnly: false,
    onType: () => undefined,
    onDeclare: () => undefined,
    ...more,
  })
}

describe('the variables of a prompt', () => {
  it('are said in a line each, with what is used but not declared', () => {
    const { text } = panel()
    expect(text).toContain('name: required string')
    expect(text).toContain('tone: optional one of warm, cool · default hot · Voice')
    expect(text).toMatch(/vip Shows or hides a part ?; not declared\. Declare vip/)
    expect(text).toMatch(/perk Used in a part ?; not declared\. Declare perk/)
  })

  it('say beside a field what is wrong with it, and offer what is wrong as what it is', () => {
    const { text, html } = panel()
    expect(text).toContain('This is none of the values.')
    expect(html).toMatch(/<option value="hot" selected="">hot/)
    expect(html).toContain('aria-invalid="true"')
  })

  it('can be removed only where the text does not need them, and the button says so', () => {
    const { text } = panel({ names: ['name', 'left'], variables: { name: variable({}), left: variable({}) } })
    expect(text).toMatch(/Remove name The text needs it/)
    expect(text).not.toMatch(/Remove left The text/)
  })

  it('that only an included text uses have an example, and no declaration here', () => {
    const { text, html } = panel({ included: { who: variable({ type: 'list', required: false }) } })
    expect(text).toContain('who optional list · of an included text')
    expect(text).not.toContain('Remove who')
    expect(html).toContain('placeholder="Example as JSON"')
  })

  it('have no field to change where the set is locked', () => {
    const { html, text } = panel({ isReadOnly: true })
    expect(html).not.toMatch(/<select|<details|<button|checkbox/)
    expect(text).toContain('required string')
  })

  it('say how to make one where there is none', () => {
    expect(panel({ names: [], used: [], variables: {} }).text).toContain('Write a name in double braces')
  })
})
