import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Problem } from './problem.js'
import { Skeleton } from './skeleton.js'

interface QueryFaceProps<T> {
  query: UseQueryResult<T>
  /** How many lines its skeleton has. */
  lines?: number
  children: (data: T) => ReactNode
}

/** What was asked for, or the face of its absence: a skeleton while it is on its way, or why it did not come. */
export function QueryFace<T>({ query, lines = 5, children }: QueryFaceProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Problem error={query.error} retry={() => void query.refetch()} />
  return <Skeleton lines={lines} />
}
