import { AnvilError, parse } from '@anvil/shared'
import { AnvilExport, CreatePromptInput } from '@anvil/shared/api'
import { z } from 'zod'
import type { ImportItem } from './import-item.js'
import { isAnvilExport } from './is-anvil-export.js'
import { malformed } from './malformed.js'
import { parseJson } from './read-json.js'

const Document = AnvilExport.extend({ prompts: z.array(z.unknown()) })

/** The prompts of Anvil's own export, as they stood in their draft. */
export function readAnvil(content: string): ImportItem[] {
  const value = parseJson(content)
  if (!isAnvilExport(value)) throw malformed('The file is no export of Anvil. Import it in the format json.')
  return parse(Document, value, 'import.malformed').prompts.map((prompt, index) => itemOf(prompt, `item ${index + 1}`))
}

function itemOf(value: unknown, source: string): ImportItem {
  try {
    const { id, ...prompt } = parse(CreatePromptInput, value)
    return { source, id, notes: [], said: { prompt } }
  } catch (error) {
    if (!(error instanceof AnvilError)) throw error
    return { source, notes: [], said: { refused: error.message } }
  }
}
