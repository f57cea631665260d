import { AnvilError, LIMITS } from '@anvil/shared'
import type { ImportMap } from '@anvil/shared/api'
import { parseStrict } from '@anvil/shared/bundle'
import { isAnvilExport } from './is-anvil-export.js'
import type { ImportItem, Said } from './import-item.js'
import { malformed } from './malformed.js'
import { mapColumns, type MappedColumns } from './mapped-columns.js'

/** The prompts of a JSON file: texts by their ids, or a list of objects. */
export function readJson(content: string, map: ImportMap): ImportItem[] {
  const value = parseJson(content)
  if (Array.isArray(value)) return readList(value, map)
  if (typeof value !== 'object' || value === null) {
    throw malformed('The file holds neither a list of objects nor an object of texts by their ids.')
  }
  if (isAnvilExport(value)) throw malformed("This is Anvil's own export. Import it in the format anvil.")
  return Object.entries(value).map(([id, text]) => ({ source: id, id, notes: [], said: saidBy(text, 'Its value') }))
}

/** Parses the text of a JSON file, with all that two readers could understand in two ways refused. */
export function parseJson(content: string): unknown {
  const bytes = Buffer.from(content.startsWith('\uFEFF') ? content.slice(1) : content, 'utf8')
  try {
    return parseStrict(bytes, { maxBytes: Infinity, maxDepth: LIMITS.jsonDepth })
  } catch (cause) {
    if (!(cause instanceof AnvilError)) throw cause
    throw malformed(`The file can't be read as JSON. ${cause.message}`, { code: cause.code }, cause)
  }
}

function readList(list: readonly unknown[], map: ImportMap): ImportItem[] {
  const names = new Set(list.flatMap((entry) => (isObject(entry) ? Object.keys(entry) : [])))
  if (list.length === 0) return []
  const columns = mapColumns([...names], map)
  return list.map((entry, index) => itemOf(entry, `item ${index + 1}`, columns))
}

function itemOf(entry: unknown, source: string, columns: MappedColumns): ImportItem {
  if (!isObject(entry)) return { source, notes: [], said: { refused: `The ${source} of the list is no object.` } }
  const field = (name: string | undefined): unknown =>
    name !== undefined && Object.hasOwn(entry, name) ? entry[name] : undefined
  const [id, title] = [field(columns.id), field(columns.title)]
  return {
    source,
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
    notes: [],
    said: saidBy(field(columns.text), `The field ${columns.text} of ${source}`),
  }
}

function saidBy(text: unknown, what: string): Said {
  return typeof text === 'string' ? { text } : { refused: `${what} is no text.` }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
