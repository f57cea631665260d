import { isolate } from '@anvil/shared'
import type { PromptSetStatus } from '@anvil/shared'
import type { IncludedText } from '@anvil/shared/api'
import { CircleX, RefreshCw } from 'lucide-react'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { type PromptKey, useTakeInclude } from './api.js'
import { PromptLink } from './prompt-link.js'
import type { useIncludes } from './use-includes.js'

interface IncludeListProps {
  promptKey: PromptKey
  includes: ReturnType<typeof useIncludes>
  status: PromptSetStatus | undefined
  /** Why no newer one can be taken. */
  because: string | undefined
}

/** The texts that a prompt includes, with where they come from; a newer one of another set can be taken. */
export function IncludeList({ promptKey, includes: { wanted, query }, status, because }: IncludeListProps) {
  const take = useTakeInclude(promptKey)
  if (wanted.length === 0) {
    return (
      <p className="text-muted">
        None. <code className="font-mono">{'{{> an.id}}'}</code> puts another prompt’s text here.
      </p>
    )
  }
  return (
    <>
      <QueryFace query={query} lines={2}>
        {({ includes }) => (
          <ul aria-label="Includes" className="space-y-3">
            {includes.map((text) => (
              <IncludeLine
                key={text.id}
                {...{ promptKey, text, status, because }}
                isOwn={wanted.includes(text.id)}
                isTaking={take.isPending}
                onTake={() => take.mutate(text.id, { onSuccess: () => done(`${text.id} ${text.newer} is taken.`) })}
              />
            ))}
          </ul>
        )}
      </QueryFace>
      {take.error && <Problem error={take.error} />}
    </>
  )
}

interface IncludeLineProps extends Pick<IncludeListProps, 'promptKey' | 'status' | 'because'> {
  text: IncludedText
  /** Whether the prompt includes it itself. */
  isOwn: boolean
  isTaking: boolean
  onTake: () => void
}

function IncludeLine({ promptKey, text, status, because, isOwn, isTaking, onTake }: IncludeLineProps) {
  const { id, prompt_set: set, newer, problem } = text
  return (
    <li>
      {set ? (
        <PromptLink promptKey={{ ...promptKey, promptSetId: set.id, promptId: id }} />
      ) : (
        <span className="font-mono break-all">{id}</span>
      )}
      {set && problem === null && (
        <p className="break-words text-muted">
          {sayPlace(text, set.id === promptKey.promptSetId)}
          {!isOwn && ', by way of another'}
        </p>
      )}
      {problem !== null && (
        <p className="flex items-start gap-1.5 text-bad">
          <CircleX aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">{problem}</span>
        </p>
      )}
      {newer !== null && (
        <div className="mt-1 rounded-md bg-warn-wash p-2">
          <p className="flex items-start gap-1.5">
            <RefreshCw aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
            <span className="min-w-0 break-words">{sayNewer(newer, status)}</span>
          </p>
          <Button className="mt-1.5" busy={isTaking} because={because} onClick={onTake}>
            Take {newer}
            <span className="sr-only"> of {id}</span>
          </Button>
        </div>
      )}
    </li>
  )
}

function sayPlace({ prompt_set, version, carried }: IncludedText, isSame: boolean): string {
  if (isSame) return 'In this set, as it is written there'
  const place = `${isolate(prompt_set?.name ?? '')} ${version}`
  return carried ? `${place}, frozen in this draft` : `${place}, frozen once a review is requested`
}

const sayNewer = (newer: string, status: PromptSetStatus | undefined): string =>
  status === 'REVIEW' ? `${newer} is out. To take it is an edit, so approvals count no more.` : `${newer} is out.`
