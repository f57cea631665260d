import { Problem } from '../../components/problem.js'
import { PageHead } from '../../components/page-head.js'

/** A page that failed to show itself; what was stored is safe. */
export function TroublePage({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <main className="mx-auto max-w-xl p-6">
      <PageHead title="This page failed" />
      <Problem error={error} retry={reset} />
    </main>
  )
}
