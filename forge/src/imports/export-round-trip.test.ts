import { parse } from '@anvil/shared'
import { PromptInput } from '@anvil/shared/api'
import {
  array,
  assert,
  constantFrom,
  dictionary,
  integer,
  jsonValue,
  oneof,
  property,
  record,
  string,
} from 'fast-check'
import { expect, it } from 'vitest'
import { contentOf } from '../prompts/prompt-content.js'
import { exportOf } from './export-service.js'
import { giveIds } from './give-ids.js'
import { readItems } from './read-items.js'

const text = string({
  unit: constantFrom('{', '}', '<', '%', ' ', '\n', '\r', '"', 'a', 'é', '🎉', '\uFEFF', '\u2028'),
})
const fields = {
  delimiters: constantFrom(null, ['<%', '%>'], ['[[', ']]']),
  variables: dictionary(
    constantFrom('a', 'name', 'ä-1'),
    record({ type: constantFrom('string', 'list'), required: constantFrom(true, false), description: text }),
  ),
  metadata: dictionary(
    constantFrom('title', 'owner', 'x'),
    oneof(text, integer(), jsonValue({ stringUnit: 'grapheme' })),
  ),
}
const message = record({ role: constantFrom('system', 'user', 'assistant', 'tool'), template: text })
const prompt = oneof(
  record({ kind: constantFrom('text'), template: text, ...fields }),
  record({ kind: constantFrom('chat'), messages: array(message, { minLength: 1, maxLength: 3 }), ...fields }),
)

it('an import of an export has every prompt as it was', () => {
  const drafts = dictionary(constantFrom('a', 'b.c', 'D_1', 'e-f'), prompt)
  assert(
    property(drafts, (draft) => {
      const snapshot = Object.fromEntries(
        Object.entries(draft).map(([id, said]) => [id, contentOf(parse(PromptInput, said))]),
      )
      const exported = exportOf({ name: 'Set', slug: 'set', description: '' }, snapshot)
      const items = readItems({ format: 'anvil', content: JSON.stringify(exported), dry_run: false })
      const again = giveIds(items, undefined).map(({ storedId, said }) => [
        storedId,
        'prompt' in said ? contentOf(said.prompt) : said,
      ])
      expect(Object.fromEntries(again)).toEqual(snapshot)
    }),
  )
})
