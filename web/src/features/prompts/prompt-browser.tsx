import type { PromptSet } from '@anvil/shared/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import { Button } from '../../components/button.js'
import { SearchBox } from '../../components/search-box.js'
import { branchesQuery } from './api.js'
import { PromptList } from './prompt-list.js'
import { PromptTree } from './prompt-tree.js'

interface PromptBrowserProps {
  set: PromptSet
  q: string | undefined
  under: string | undefined
  /** What to do where there is no prompt at all. */
  make: ReactNode
}

/** The prompts of a set, found by text and by branch; what is looked for stands in the address. */
export function PromptBrowser({ set, q, under, make }: PromptBrowserProps) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const navigate = useNavigate()
  const { data } = useInfiniteQuery(branchesQuery(key, {}))
  const hasTree = under !== undefined || (data?.pages[0]?.branches.length ?? 0) > 0
  const search = useCallback(
    (text: string) => void navigate({ to: '.', search: { under, q: text === '' ? undefined : text }, replace: true }),
    [navigate, under],
  )
  const showAll = <Button onClick={() => void navigate({ to: '.', search: {} })}>Show all prompts</Button>
  return (
    <div className={hasTree ? 'lg:grid lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-x-6' : ''}>
      {hasTree && <PromptTree set={key} q={q} under={under} />}
      <div className="min-w-0">
        <div className="mb-2">
          <SearchBox label="Find in ids and texts" value={q ?? ''} onSearch={search} />
        </div>
        <PromptList set={set} filter={{ q, under }} make={make} showAll={showAll} />
      </div>
    </div>
  )
}
