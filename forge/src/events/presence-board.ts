import type { EditingPlace, Person, Presence } from '@anvil/shared/api'

const MOST = 200

interface Writer {
  projectId: string
  person: Person
}

/** Who has which prompt open for editing, by socket; in memory, and forgotten with the socket. */
export class PresenceBoard {
  readonly #places = new Map<string, Writer & { place: EditingPlace }>()

  set(socketId: string, { projectId, person }: Writer, place: EditingPlace | null): void {
    if (place) this.#places.set(socketId, { projectId, person, place })
    else this.#places.delete(socketId)
  }

  /** Forgets a socket; whether it had anything open. */
  drop(socketId: string): boolean {
    return this.#places.delete(socketId)
  }

  /** Who edits what in a project; a person with a prompt open twice is there once. */
  of(project_id: string): Presence {
    const found = new Map<string, Presence['editing'][number]>()
    for (const { projectId, person, place } of this.#places.values()) {
      if (projectId !== project_id || found.size === MOST) continue
      found.set(`${person.id}/${place.prompt_set_id}/${place.prompt_id}`, { ...place, person })
    }
    return { project_id, editing: [...found.values()] }
  }
}
