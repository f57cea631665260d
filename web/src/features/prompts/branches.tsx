import type { PromptBranch } from '@anvil/shared/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { PromptSetKey } from '../reviews/api.js'
import { branchesQuery } from './api.js'
import { BranchLine } from './branch-line.js'
import { lastWord } from './tree-steps.js'

interface BranchesProps {
  set: PromptSetKey
  q: string | undefined
  /** Below which branch; the first ones where it is none. */
  under?: string
  level: number
  chosen: string | undefined
  isOpen: (id: string) => boolean
  onOpen: (id: string, isNow: boolean) => void
}

/** The branches of one level, each with those below it where it is open. */
export function Branches({ under, ...props }: BranchesProps) {
  const { set, q, level, chosen, isOpen, onOpen } = props
  const query = useInfiniteQuery(branchesQuery(set, { q, under }))
  const branches = query.data?.pages.flatMap((page) => page.branches) ?? []
  return (
    <>
      {branches.map((branch) => (
        <Fragment key={branch.id}>
          <BranchLine
            set={set}
            q={q}
            branch={branch}
            level={level}
            name={lastWord(branch.id)}
            count={branch.count}
            isChosen={branch.id === chosen}
            isStop={branch.id === chosen}
            isOpen={isOpenOf(branch, isOpen)}
            onOpen={onOpen}
          />
          {branch.has_branches && isOpen(branch.id) && <Branches {...props} under={branch.id} level={level + 1} />}
        </Fragment>
      ))}
      {query.hasNextPage && (
        <button
          type="button"
          role="treeitem"
          aria-level={level}
          tabIndex={-1}
          onClick={() => void query.fetchNextPage()}
          className="block min-h-7 px-2 text-muted underline"
        >
          {query.isFetchingNextPage ? 'Loading …' : 'Show more branches'}
        </button>
      )}
    </>
  )
}

const isOpenOf = ({ id, has_branches }: PromptBranch, isOpen: (id: string) => boolean) =>
  has_branches ? isOpen(id) : undefined
