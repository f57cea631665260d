import type { ReactNode } from 'react'

/** Nothing yet: one sentence and one action. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="rounded-md border border-dashed border-strong-line px-6 py-10 text-center">
      <p className="mx-auto max-w-prose break-words text-muted">{children}</p>
      {action !== undefined && <div className="mt-4">{action}</div>}
    </div>
  )
}
