import type { ImportInput } from '@anvil/shared/api'
import type { ImportItem } from './import-item.js'
import { readAnvil } from './read-anvil.js'
import { readCsv } from './read-csv.js'
import { readFiles } from './read-files.js'
import { readJson } from './read-json.js'

/** Reads what is imported, in whichever format it came. */
export function readItems(input: ImportInput): ImportItem[] {
  if (input.format === 'csv') return readCsv(input.content, input.map)
  if (input.format === 'json') return readJson(input.content, input.map)
  return input.format === 'files' ? readFiles(input.files) : readAnvil(input.content)
}
