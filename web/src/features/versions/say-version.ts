import type { PromptSet, Version } from '@anvil/shared/api'

/** The side of a comparison that is no version. */
export const DRAFT = 'draft'

const SHOWN = 12

/** How many prompts, in words. */
export const sayPrompts = (count: number): string =>
  count === 1 ? '1 prompt' : `${count.toLocaleString('en')} prompts`

/** The beginning of a digest: enough to tell two apart by eye, not to verify by. */
export const shortDigest = (digest: string): string => digest.slice(0, SHOWN)

/** One side of a comparison in words. */
export const saySide = (side: string): string => (side === DRAFT ? 'the draft' : side)

/** The version that a list's version came after, as a reader sees it: a locked one after the locked one before it. */
export function versionBefore(versions: readonly Version[], { id, kind }: Version): Version | undefined {
  const older = versions.slice(versions.findIndex((version) => version.id === id) + 1)
  return older.find((version) => kind !== 'locked' || version.kind === 'locked')
}

/** A size as people say it. */
export function saySize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** What a saved version, or the saved draft, is called. */
export function fileName({ slug }: Pick<PromptSet, 'slug'>, side: string, form: 'bundle' | 'export'): string {
  return `${slug}-${side}${form === 'bundle' ? '.bundle' : ''}.json`
}
