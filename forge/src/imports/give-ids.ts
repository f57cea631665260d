import { PromptId } from '@anvil/shared'
import { idOfTitle } from './id-of-title.js'
import type { ImportItem } from './import-item.js'

/** An item with the id under which it would be stored; null where it can have none. */
export interface NamedItem extends ImportItem {
  storedId: string | null
}

/**
 * Gives every item its id: the one it came with, or one made of its title, which is numbered where it comes again. An id
 * that two items came with is refused the second time.
 */
export function giveIds(items: readonly ImportItem[], prefix: string | undefined): NamedItem[] {
  const taken = new Map<string, string>()
  for (const item of items) {
    const id = givenId(item, prefix)
    if (id !== undefined && !taken.has(id)) taken.set(id, item.source)
  }
  const made = { prefix, taken, next: new Map<string, number>() }
  return items.map((item) => {
    if ('refused' in item.said) return { ...item, storedId: givenId(item, prefix) ?? null }
    return item.id === undefined ? withMadeId(item, made) : withGivenId(item, prefix, taken)
  })
}

function withGivenId(item: ImportItem, prefix: string | undefined, taken: ReadonlyMap<string, string>): NamedItem {
  const storedId = givenId(item, prefix) ?? ''
  const first = taken.get(storedId)
  const problem = problemOf(storedId)
  if (problem !== undefined) return refuse(item, null, `${JSON.stringify(item.id)} can't be an id. ${problem}.`)
  if (first === item.source) return { ...item, storedId }
  return refuse(item, storedId, `The id ${storedId} is that of ${first} already. Give each prompt an id of its own.`)
}

interface MadeIds {
  prefix: string | undefined
  /** Where each id stands. */
  taken: Map<string, string>
  /** The number to try next behind an id. */
  next: Map<string, number>
}

function withMadeId(item: ImportItem, { prefix, taken, next }: MadeIds): NamedItem {
  const { title, proposed = title === undefined ? undefined : idOfTitle(title) } = item
  if (proposed === undefined) return refuse(item, null, 'It has neither an id nor a title.')
  const wanted = prefixed(proposed, prefix)
  const first = taken.get(wanted)
  let storedId = wanted
  for (let number = next.get(wanted) ?? 2; taken.has(storedId); number += 1) {
    storedId = `${wanted}-${number}`
    next.set(wanted, number + 1)
  }
  taken.set(storedId, item.source)
  const problem = problemOf(storedId)
  if (problem !== undefined) return refuse(item, null, `${storedId} can't be an id. ${problem}.`)
  if (first === undefined) return { ...item, storedId }
  return { ...item, storedId, notes: [...item.notes, `The id ${wanted} is that of ${first}, so this is ${storedId}.`] }
}

function problemOf(id: string): string | undefined {
  return PromptId.safeParse(id).error?.issues[0]?.message
}

function refuse(item: ImportItem, storedId: string | null, reason: string): NamedItem {
  return { ...item, storedId, said: { refused: reason } }
}

function givenId({ id }: ImportItem, prefix: string | undefined): string | undefined {
  return id === undefined ? undefined : prefixed(id, prefix)
}

const prefixed = (id: string, prefix: string | undefined): string => (prefix === undefined ? id : `${prefix}.${id}`)
