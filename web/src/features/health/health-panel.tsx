import type { HealthState } from './ask-health.js'

/** FORGE's state as a dot, a headline and one line; announced to screen readers when it changes. */
export function HealthPanel({ state, retry }: { state: HealthState; retry: () => void }) {
  const { tone, headline, line } = wordsFor(state)
  return (
    <section aria-label="State of this FORGE" className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <span aria-hidden="true" className={`mt-2.5 size-3 shrink-0 rounded-full ${tone}`} />
      <div role="status" className="min-w-0 flex-1">
        <h1 className="text-2xl font-semibold tracking-tight">{headline}</h1>
        <p className="mt-1 min-h-6 text-stone-600 dark:text-stone-400">{line}</p>
      </div>
      {state.face === 'unreachable' && (
        <button
          type="button"
          onClick={retry}
          className="rounded-md border border-stone-300 px-3 py-1.5 text-sm font-medium hover:bg-stone-100 dark:border-stone-600 dark:hover:bg-stone-800"
        >
          Retry
        </button>
      )}
    </section>
  )
}

function wordsFor(state: HealthState): { tone: string; headline: string; line: string } {
  if (state.face === 'loading') return { tone: 'bg-stone-400', headline: 'FORGE', line: 'Asking for its state …' }
  if (state.face === 'unreachable') {
    return {
      tone: 'bg-red-600',
      headline: 'FORGE does not answer',
      line: 'It may be stopped or restarting. LIVE instances go on with the prompts they have.',
    }
  }
  const { ready, version, problem } = state.health
  const name = version === undefined ? 'This FORGE' : `Version ${version}`
  if (ready) return { tone: 'bg-green-600', headline: 'FORGE is running', line: `${name} is ready to serve.` }
  return {
    tone: 'bg-amber-500',
    headline: 'FORGE is not ready',
    line: problem ?? `${name} runs, but cannot serve requests yet.`,
  }
}
