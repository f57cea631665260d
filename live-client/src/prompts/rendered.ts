/** Why a text is what it is: fresh from FORGE, from the disk, past its freshness, set by hand, or the caller's own. */
export type RenderReason = 'STATIC' | 'CACHED' | 'STALE' | 'OVERRIDE' | 'FALLBACK'

/** A rendered text and where it comes from. What a fallback has no answer for is null. */
export interface Rendered {
  text: string
  id: string
  /** The version of the prompt's set. */
  version: string | null
  /** The digest of the bundle, in hex. */
  digest: string | null
  /** The sequence of the manifest. */
  sequence: number | null
  reason: RenderReason
}

export interface RenderOptions {
  /** A literal text, taken for any error of this call. */
  fallback?: string
}

export type PromptValues = Readonly<Record<string, unknown>>
