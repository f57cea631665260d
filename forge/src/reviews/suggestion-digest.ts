import { sha256Hex } from '@anvil/shared/bundle'

/** The digest by which a suggestion is named, so that none is applied that was rewritten since it was read. */
export function suggestionDigest(suggestion: string | null): string | null {
  return suggestion === null ? null : sha256Hex(Buffer.from(suggestion))
}
