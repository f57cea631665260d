import { browserStore } from './browser-store.js'

const KEY = 'anvil.project'

/** The project that was looked at last in this browser. */
export const readLastProject = (): string | null => browserStore.read(KEY)

export function rememberProject(id: string): void {
  browserStore.keep(KEY, id)
}

export function forgetProject(): void {
  browserStore.forget(KEY)
}
