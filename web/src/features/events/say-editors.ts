import { isolate } from '@anvil/shared'
import type { Person, Presence } from '@anvil/shared/api'

/** Who edits, in words; nothing where nobody does. */
export function sayEditors(people: readonly Person[]): string {
  const [first, second, ...others] = people.map(({ name }) => isolate(name))
  if (first === undefined) return ''
  if (second === undefined) return `${first} is editing`
  return others.length === 0
    ? `${first} and ${second} are editing`
    : `${first}, ${second} and ${others.length} more are editing`
}

/** Who else has the prompts of a set open, by the prompt's id. */
export function editorsOf(
  editing: Presence['editing'],
  promptSetId: string,
  own: string | undefined,
): Map<string, Person[]> {
  const found = new Map<string, Person[]>()
  for (const { prompt_set_id, prompt_id, person } of editing) {
    if (prompt_set_id !== promptSetId || person.id === own) continue
    found.set(prompt_id, [...(found.get(prompt_id) ?? []), person])
  }
  return found
}
