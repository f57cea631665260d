import type { PromptFilter, PromptPage, PromptSet } from '@anvil/shared/api'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { Empty } from '../../components/empty.js'
import { ListEnd } from '../../components/list-end.js'
import { QueryFace } from '../../components/query-face.js'
import { promptsQuery } from './api.js'
import { BulkActions } from './bulk-actions.js'
import { PromptRows } from './prompt-rows.js'
import { RemovedNotice } from './removed-notice.js'
import { countSelected, revisionSeen, toInput } from './selection.js'
import { SelectionBar } from './selection-bar.js'
import { type Seen, useSeenPages } from './use-seen-pages.js'
import { useWhyNoEdit } from './use-why-no-edit.js'
import { usePromptSelection } from './use-prompt-selection.js'
import { Verbatim } from '../../components/verbatim.js'

interface PromptListProps {
  set: PromptSet
  filter: PromptFilter
  /** What to do where there is no prompt at all. */
  make: ReactNode
  /** What to do where none is found. */
  showAll: ReactNode
}

/** The prompts that were found, loaded while the page scrolls, and what can be done with several. */
export function PromptList({ set, filter, make, showAll }: PromptListProps) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const query = useInfiniteQuery(promptsQuery(key, filter))
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const isMore = hasNextPage && !isFetching && !isFetchNextPageError
  const [seen, see] = useState<Seen>({ first: 0, last: 0 })
  useSeenPages({ set: key, filter, isStale: query.isStale, isFetching: query.isFetching, seen })
  const onEnd = useCallback(() => void (isMore && fetchNextPage()), [isMore, fetchNextPage])
  return (
    <>
      <RemovedNotice set={key} because={useWhyNoEdit(set.project_id, set.status)} />
      <QueryFace query={query}>
        {(data) =>
          data.pages[0]?.prompts.length === 0 ? (
            <Nothing filter={filter} make={make} showAll={showAll} />
          ) : (
            <Found set={set} filter={filter} data={data} isOld={query.isPlaceholderData} onEnd={onEnd} onSee={see} />
          )
        }
      </QueryFace>
      <ListEnd query={query} />
    </>
  )
}

interface FoundProps extends Pick<PromptListProps, 'set' | 'filter'> {
  data: InfiniteData<PromptPage>
  /** Whether this is what was shown before, while what is asked for is on its way. */
  isOld: boolean
  onEnd: () => void
  onSee: (seen: Seen) => void
}

function Found({ set, filter, data: { pages }, isOld, onEnd, onSee }: FoundProps) {
  const prompts = useMemo(() => pages.flatMap((page) => page.prompts), [pages])
  const ids = useMemo(() => prompts.map(({ id }) => id), [prompts])
  const selecting = usePromptSelection(JSON.stringify(filter), ids)
  const newest = Math.max(...pages.map(({ revision }) => revision))
  const count = pages.findLast(({ revision }) => revision === newest)?.count ?? 0
  const selected = {
    select: toInput(selecting.selection, filter),
    revision: revisionSeen(selecting.selection, pages),
  }
  const key = { projectId: set.project_id, promptSetId: set.id }
  return (
    <>
      <SelectionBar count={count} selecting={selecting}>
        <BulkActions
          set={set}
          count={countSelected(selecting.selection, count)}
          selected={selected}
          because={isOld ? 'The list is on its way.' : undefined}
          onDone={selecting.none}
        />
      </SelectionBar>
      <PromptRows
        set={key}
        prompts={prompts}
        filter={filter}
        count={count}
        selecting={selecting}
        onEnd={onEnd}
        onSee={onSee}
      />
    </>
  )
}

function Nothing({ filter: { q, under }, make, showAll }: Pick<PromptListProps, 'filter' | 'make' | 'showAll'>) {
  const place = under === undefined ? 'of this set' : `under ${under}`
  if (q !== undefined)
    return (
      <Empty action={showAll}>
        No prompt {place} has “<Verbatim>{q}</Verbatim>” in its id or its text.
      </Empty>
    )
  if (under !== undefined) return <Empty action={showAll}>There is no prompt {place}.</Empty>
  return <Empty action={make}>A prompt is a text with variables, under an id such as welcome.message.</Empty>
}
