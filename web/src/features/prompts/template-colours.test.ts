import { Text } from '@codemirror/state'
import type { Delimiters } from '@anvil/shared'
import { expect, it } from 'vitest'
import { colour } from './template-colours.js'

/** The coloured parts of a template, each with the colour that it has. */
function coloured(template: string, delimiters: Delimiters | null = null): string[] {
  const parts: string[] = []
  colour(Text.of(template.split('\n')), delimiters).between(0, template.length, (from, to, { spec }) => {
    const look: unknown = spec.class
    parts.push(`${template.slice(from, to)} ${String(look)}`)
  })
  return parts
}

it.each([
  ['Hi {{name}}, {{{raw}}} {{&raw}}', ['{{name}} text-accent', '{{{raw}}} text-accent', '{{&raw}} text-accent']],
  ['{{#a}}\n{{^b}}{{/b}}', ['{{#a}} text-good', '{{^b}} text-good', '{{/b}} text-good']],
  ['{{> shared.tone}}', ['{{> shared.tone}} text-warn underline']],
  ['{{! later }}', ['{{! later }} text-muted italic']],
  ['{{=<% %>=}}<%name%> {{no}}', ['{{=<% %>=}} text-muted italic', '<%name%> text-accent']],
])('colours tags as the parser reads them: %s', (template, parts) => {
  expect(coloured(template)).toEqual(parts)
})

it('goes by other tag marks, and colours what stands before a tag that is not finished', () => {
  expect(coloured('{{no}} <%yes%>', ['<%', '%>'])).toEqual(['<%yes%> text-accent'])
  expect(coloured('{{one}} {{two')).toEqual(['{{one}} text-accent'])
  expect(coloured('plain')).toEqual([])
})
