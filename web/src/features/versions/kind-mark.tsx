import type { VersionKind } from '@anvil/shared'
import { Archive, Eye, Lock, PencilLine, Radio } from 'lucide-react'
import { Mark, type MarkLook } from '../../components/mark.js'

const LOOKS: Record<VersionKind, MarkLook> = {
  locked: { tone: 'good', icon: Lock, word: 'Locked' },
  review: { tone: 'warn', icon: Eye, word: 'Review pre-release' },
  live: { tone: 'quiet', icon: PencilLine, word: 'Draft pre-release' },
}

/** Of a version that is not offered any more. */
export const ARCHIVED: MarkLook = { tone: 'quiet', icon: Archive, word: 'Archived' }

/** What kind of version it is. */
export function KindMark({ kind }: { kind: VersionKind }) {
  return <Mark look={LOOKS[kind]} />
}

/** Where a version runs now; nothing where it does not. */
export function RunsInMark({ environments }: { environments: readonly string[] }) {
  return environments.map((slug) => <Mark key={slug} look={{ tone: 'good', icon: Radio, word: `Runs in ${slug}` }} />)
}
