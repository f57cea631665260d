import { AnvilError } from '@anvil/shared'
import { CircleAlert, Lock } from 'lucide-react'
import { Button } from './button.js'

interface ProblemProps {
  error: unknown
  /** Tries again what failed. */
  retry?: (() => void) | undefined
}

/** What failed, why, and what to do about it; a right that is missing looks different from a failure. */
export function Problem({ error, retry }: ProblemProps) {
  const isRight = error instanceof AnvilError && error.code === 'auth.forbidden'
  const Icon = isRight ? Lock : CircleAlert
  return (
    <div role="alert" className="flex gap-3 rounded-md border border-line bg-surface p-4">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${isRight ? 'text-warn' : 'text-bad'}`} />
      <div className="min-w-0">
        <p className="break-words">{messageOf(error)}</p>
        <RequestId error={error} />
        {retry && !isRight && (
          <Button className="mt-3" onClick={retry}>
            Retry
          </Button>
        )}
      </div>
    </div>
  )
}

function RequestId({ error }: { error: unknown }) {
  const id = error instanceof AnvilError ? error.requestId : undefined
  if (id === undefined) return null
  return (
    <p className="mt-1 text-muted">
      Request <code className="font-mono break-all">{id}</code>
    </p>
  )
}

/** What to say of anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AnvilError) return error.message
  return error instanceof Error ? `Something went wrong on this page: ${error.message}` : String(error)
}
