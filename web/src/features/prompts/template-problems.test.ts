import { Text } from '@codemirror/state'
import type { Delimiters } from '@anvil/shared'
import { expect, it } from 'vitest'
import { diagnosticsOf } from './template-problems.js'

/** What is underlined of a template, how badly, and why. */
function underlined(template: string, delimiters: Delimiters | null = null) {
  return diagnosticsOf(Text.of(template.split('\n')), delimiters).map(({ from, to, severity, message }) => ({
    text: template.slice(from, to),
    from,
    severity,
    message,
  }))
}

it('underlines where a template can’t be read, and says why', () => {
  const found = underlined('Hello\n  {{#open}} more')
  expect(found).toMatchObject([{ text: '{{', from: 8, severity: 'error' }])
  expect(found[0]?.message).toContain('open')
})

it('goes by other tag marks', () => {
  expect(underlined('{{#open}}', ['<%', '%>']).filter(({ severity }) => severity === 'error')).toEqual([])
  expect(underlined('<%#open%>', ['<%', '%>'])).toMatchObject([{ text: '<%', severity: 'error' }])
})

it('stays within the text where the problem is at its end', () => {
  expect(underlined('{{')).toMatchObject([{ text: '{{', from: 0, severity: 'error' }])
  expect(underlined('Hello {{name}}')).toEqual([])
})
