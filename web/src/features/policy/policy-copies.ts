import { z } from 'zod'
import type { BrowserStore } from '../../lib/browser-store.js'

const Written = z.object({
  yaml: z.string(),
  /** Which policy the person saw when they began, and what it said. */
  seen: z.int().nonnegative(),
  began: z.string(),
})

const PolicyCopy = z.object({ written: Written.nullable(), aside: z.string().nullable() })

/** What somebody writes of a policy, and what they wrote and set aside. */
export type PolicyCopy = z.infer<typeof PolicyCopy>

/** Whose text it is, and of which project's policy. */
export interface PolicyPlace {
  userId: string
  projectId: string
}

const NOTHING: PolicyCopy = { written: null, aside: null }

/**
 * What people write of policies and have not put in force, kept in this browser for who wrote it. Where the browser has
 * no room, the page holds it as long as it is open.
 */
export class PolicyCopies {
  readonly #store: BrowserStore
  readonly #unkept = new Map<string, PolicyCopy>()

  constructor(store: BrowserStore) {
    this.#store = store
  }

  read(place: PolicyPlace): PolicyCopy {
    return this.#unkept.get(nameOf(place)) ?? parse(this.#store.read(nameOf(place)))
  }

  keep(place: PolicyPlace, copy: PolicyCopy): void {
    const name = nameOf(place)
    this.#unkept.delete(name)
    if (copy.written === null && copy.aside === null) this.#store.forget(name)
    else if (!this.#store.keep(name, JSON.stringify(copy))) this.#unkept.set(name, copy)
  }

  /** Whether something is lost when the page is left. */
  wouldLose(): boolean {
    return this.#unkept.size > 0
  }
}

const nameOf = ({ userId, projectId }: PolicyPlace): string => `anvil.unsaved-policy/${userId}/${projectId}`

function parse(kept: string | null): PolicyCopy {
  try {
    return PolicyCopy.safeParse(JSON.parse(kept ?? '')).data ?? NOTHING
  } catch {
    return NOTHING
  }
}
