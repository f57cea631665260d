import type { Draft } from '@anvil/shared/api'
import { useMemo, useState } from 'react'
import { browserStore } from '../../lib/browser-store.js'
import { fingerprint } from '../../lib/fingerprint.js'
import { useSession } from '../../lib/use-session.js'
import { diffEntries } from '../diffs/diff-entries.js'
import type { Ticks } from '../diffs/diff-view.js'
import { isViewed, readViewed, tick } from './viewed.js'

/**
 * Which prompts of a draft this person has viewed, kept in this browser; who edits one takes its tick away, and an
 * included text that changes takes all of them.
 */
export function useViewed(draft: Draft): { ticks: Ticks; count: number; total: number } {
  const userId = useSession()?.user.id ?? ''
  const place = `anvil.viewed/${userId}/${draft.prompt_set.id}`
  const [viewed, setViewed] = useState(() => readViewed(browserStore.read(place)))
  const shown = useMemo(() => fingerprintsOf(draft), [draft])
  const has = (id: string): boolean => isViewed(viewed, shown, id)
  const toggle = (id: string): void => {
    const next = tick(viewed, shown, id)
    setViewed(next)
    browserStore.keep(place, JSON.stringify(next))
  }
  const ids = Object.keys(shown)
  return { ticks: { has, toggle }, count: ids.filter(has).length, total: ids.length }
}

function fingerprintsOf({ diff, snapshot, includes }: Draft): Record<string, string> {
  const below = fingerprint(includes)
  const { entries } = diffEntries(diff, snapshot)
  return Object.fromEntries(entries.map((entry) => [entry.id, fingerprint([entry, below])]))
}
