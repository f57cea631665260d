import { CircleCheck, CircleHelp, CircleX } from 'lucide-react'
import { Mark, type MarkLook } from '../../components/mark.js'
import type { Check } from './check-version.js'

const LOOKS: Record<Check['is'], MarkLook> = {
  good: { tone: 'good', icon: CircleCheck, word: 'Holds' },
  bad: { tone: 'bad', icon: CircleX, word: 'Does not hold' },
  unknown: { tone: 'warn', icon: CircleHelp, word: 'Not checked' },
}

/** What was checked, and what could not be. */
export function CheckLines({ checks, runsIn }: { checks: readonly Check[]; runsIn: readonly string[] }) {
  return (
    <>
      <ul aria-label="Checks" className="space-y-2">
        {checks.map(({ is, words }) => (
          <li key={words} className="flex items-start gap-2">
            <Mark look={LOOKS[is]} />
            <span className="min-w-0 py-0.5 break-words">{words}</span>
          </li>
        ))}
      </ul>
      {runsIn.length === 0 && (
        <p className="mt-2 text-muted">
          No environment runs this version, so no signature covers it now: what is signed is what environments run.
        </p>
      )}
      {checks.some(({ is }) => is !== 'unknown') && (
        <p className="mt-2 text-muted">
          Computed by this browser, with its own SHA-256{runsIn.length > 0 && ' and Ed25519'} (Web Crypto).
        </p>
      )}
    </>
  )
}
