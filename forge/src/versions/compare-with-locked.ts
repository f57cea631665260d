import type { Diff, Version } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import type { Content } from '../reviews/draft-content.js'
import { diffContents } from './diff-contents.js'
import { FIRST_NUMBER, raise } from './propose-number.js'
import { getVersionBundle } from './version-bytes-store.js'
import { findLatestLocked } from './version-store.js'

/** How a draft differs from the last locked version, and the number it asks for: null where it says the same. */
export type Comparison =
  | { locked: Version; diff: Diff; proposed: null }
  | { locked: Version | undefined; diff: Diff; proposed: string }

const NOTHING: Content = { snapshot: {}, includes: {} }

export async function compareWithLocked(trx: Knex, key: PromptSetKey, content: Content): Promise<Comparison> {
  const locked = await findLatestLocked(trx, key)
  const diff = diffContents(locked ? await getVersionBundle(trx, locked.id) : NOTHING, content)
  if (!locked) return { locked, diff, proposed: FIRST_NUMBER }
  return diff.bump === 'none'
    ? { locked, diff, proposed: null }
    : { locked, diff, proposed: raise(locked.version, diff.bump) }
}
