import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Problem } from './problem.js'

type Loading = Pick<UseInfiniteQueryResult, 'isFetchingNextPage' | 'isFetchNextPageError' | 'error' | 'fetchNextPage'>

/** What stands below a list that loads while the page scrolls: that more comes, or why it did not. */
export function ListEnd({ query }: { query: Loading }) {
  return (
    <>
      {query.isFetchingNextPage && <p className="mt-3 text-muted">Loading more …</p>}
      {query.isFetchNextPageError && (
        <div className="mt-3">
          <Problem error={query.error} retry={() => void query.fetchNextPage()} />
        </div>
      )}
    </>
  )
}
