import type { ImportMap } from '@anvil/shared/api'
import { malformed } from './malformed.js'

/** The names of the columns or fields that are read. */
export interface MappedColumns {
  id: string | undefined
  title: string | undefined
  text: string
}

const USUAL: Record<keyof ImportMap, readonly string[]> = {
  id: ['id', 'prompt_id', 'key'],
  title: ['title', 'act', 'name'],
  text: ['text', 'prompt', 'template', 'content'],
}

/** Finds out which columns are the id, the title and the text: those that were named, else those of usual names. */
export function mapColumns(names: readonly string[], map: ImportMap): MappedColumns {
  const found = { id: findColumn(names, map, 'id'), title: findColumn(names, map, 'title') }
  const text = findColumn(names, map, 'text')
  if (text === undefined) throw lacking(names, 'text', 'what the prompts say')
  if (found.id === undefined && found.title === undefined) throw lacking(names, 'title', 'what the prompts are called')
  return { ...found, text }
}

function findColumn(names: readonly string[], map: ImportMap, what: keyof ImportMap): string | undefined {
  const asked = map[what]
  const usual = USUAL[what].flatMap((name) => names.find((given) => given.trim().toLowerCase() === name) ?? [])
  const column = asked ?? usual[0]
  if (column === undefined) return undefined
  const times = names.filter((name) => name === column).length
  if (times === 1) return column
  if (times === 0) throw malformed(`There is no ${column} to take the ${what} from. ${theseAre(names)}`, { names })
  throw malformed(`${times} columns are called ${column}. Give each a name of its own.`, { names })
}

function lacking(names: readonly string[], what: keyof ImportMap, meaning: string) {
  return malformed(`Nothing here is known to be ${meaning}. ${theseAre(names)} Name one, as the map's "${what}".`, {
    names,
  })
}

function theseAre(names: readonly string[]): string {
  return names.length === 0 ? 'There are no names at all.' : `There are: ${names.slice(0, 20).join(', ')}.`
}
