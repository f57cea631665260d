import type { Hint } from '@anvil/shared/api'
import type { Change } from './changes.js'

const MOST = 20

/** The hints that wait to be sent, by project: the same one once, and not too many. */
export class HintBoard {
  readonly #waiting = new Map<string, Map<string, Hint>>()

  put({ project_id, ...hint }: Change): void {
    const hints = this.#waiting.get(project_id) ?? new Map<string, Hint>()
    const key = `${hint.what}/${hint.prompt_set_id}`
    hints.set(key, together(hints.get(key), hint))
    this.#waiting.set(project_id, hints.size > MOST ? withoutSets(hints) : hints)
  }

  /** Takes down what waits for a project. */
  take(projectId: string): Hint[] {
    const hints = [...(this.#waiting.get(projectId)?.values() ?? [])]
    this.#waiting.delete(projectId)
    return hints
  }
}

/** Two hints of the same are one, which tells no state where they are of two. */
function together(one: Hint | undefined, { etag, ...hint }: Hint): Hint {
  const isOfOne = etag !== undefined && (one === undefined || one.etag === etag)
  return isOfOne ? { ...hint, etag } : hint
}

/** Many hints of single prompt sets become one of all of them. */
function withoutSets(hints: ReadonlyMap<string, Hint>): Map<string, Hint> {
  return new Map([...hints.values()].map(({ what }) => [`${what}/undefined`, { what }]))
}
