import { isolate } from '@anvil/shared'
import type { IncludingPrompt } from '@anvil/shared/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.js'
import { QueryFace } from '../../components/query-face.js'
import { type PromptKey, usedByQuery } from './api.js'
import { PromptLink } from './prompt-link.js'

/** The prompts of the project that include a prompt. */
export function UsedByList({ promptKey }: { promptKey: PromptKey }) {
  const query = useInfiniteQuery(usedByQuery(promptKey))
  return (
    <QueryFace query={query} lines={2}>
      {({ pages }) => {
        const users = pages.flatMap((page) => page.used_by)
        return (
          <>
            {users.length === 0 && !query.hasNextPage && <p className="text-muted">No prompt includes this one.</p>}
            <ul aria-label="Used by" className="space-y-2">
              {users.map((user) => (
                <li key={user.id}>
                  <PromptLink promptKey={{ ...promptKey, promptSetId: user.prompt_set.id, promptId: user.id }} />
                  <p className="break-words text-muted">{sayPlace(user, promptKey.promptSetId)}</p>
                </li>
              ))}
            </ul>
            {query.hasNextPage && (
              <Button className="mt-2" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show more
              </Button>
            )}
          </>
        )
      }}
    </QueryFace>
  )
}

function sayPlace({ prompt_set, version }: IncludingPrompt, promptSetId: string): string {
  if (prompt_set.id === promptSetId) return 'In this set'
  return version === null ? prompt_set.name : `${isolate(prompt_set.name)}, which has it at ${version}`
}
