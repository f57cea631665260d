import { expect, it } from 'vitest'
import { shownBy } from '../../../test/support/shown-by.js'
import { MetadataFields } from './metadata-fields.js'

const fields = (metadata: Record<string, unknown>, isReadOnly = false) =>
  shownBy(MetadataFields, { metadata, isReadOnly, onChange: () => undefined })

it('shows a text as it is, the rest as JSON, and says what is kept as text since it is no JSON', () => {
  const { text, html } = fields({ model: 'claude', number: 5, digits: '5', half: '{"a":' })
  expect(html).toMatch(/>claude<\/textarea>/)
  expect(html).toMatch(/>5<\/textarea>/)
  expect(html).toMatch(/>&quot;5&quot;<\/textarea>/)
  expect(text.match(/kept as text/g)).toHaveLength(1)
  expect(html).toContain('aria-label="Remove metadata model"')
})

it('has no field where the set is locked, and says where there is nothing', () => {
  const { html, text } = fields({ model: 'claude', limits: { words: 5 } }, true)
  expect(html).not.toMatch(/<textarea|<input|<button/)
  expect(text).toContain('limits { "words": 5 }')
  expect(fields({}, true).text).toBe('None.')
})
