import type { Diff } from '@anvil/shared/api'
import { Minus, Pencil, Plus } from 'lucide-react'
import type { MarkLook } from '../../components/mark.js'
import { NameList } from '../diffs/name-list.js'

const LOOKS = {
  changed: { tone: 'warn', icon: Pencil, word: 'Text replaced' },
  removed: { tone: 'bad', icon: Minus, word: 'Not in the version: deleted' },
  added: { tone: 'good', icon: Plus, word: 'Come back' },
} satisfies Record<string, MarkLook>

/** The prompts of which a restore changes something. */
export function ReplacedList({ diff: { changed, removed, added, includes } }: { diff: Diff }) {
  return (
    <div className="space-y-2">
      {changed.length > 0 && <NameList look={LOOKS.changed} ids={changed.map(({ id }) => id)} />}
      {removed.length > 0 && <NameList look={LOOKS.removed} ids={removed} />}
      {added.length > 0 && <NameList look={LOOKS.added} ids={added} />}
      {includes.length > 0 && <p className="text-muted">Included texts: {includes.map(({ id }) => id).join(', ')}</p>}
    </div>
  )
}
