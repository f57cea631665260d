import { Verbatim } from '../../components/verbatim.js'
import { TextDiff } from '../diffs/text-diff.js'
import type { EntryChange } from './entry-changes.js'
import { Term, Terms } from './terms.js'

/** Texts that are longer are compared word by word; names, numbers and digests are not. */
const LONG = 80

/** What an entry says was changed: before, and after. */
export function EntryDiff({ changes }: { changes: readonly EntryChange[] }) {
  if (changes.length === 0) return null
  return (
    <div role="group" aria-label="Before and after" className="rounded border border-line bg-surface p-3">
      <Terms>
        {changes.map(({ name, from, to }) => (
          <Term key={name} name={name}>
            {isLong(from) && isLong(to) ? <TextDiff from={from} to={to} /> : <Values from={from} to={to} />}
          </Term>
        ))}
      </Terms>
    </div>
  )
}

const isLong = (text: string | undefined): text is string => text !== undefined && text.length > LONG

function Values({ from, to }: Pick<EntryChange, 'from' | 'to'>) {
  return (
    <>
      <span className="sr-only">before: </span>
      {from === undefined ? (
        <Nothing />
      ) : (
        <del className={`${VALUE} bg-bad-wash text-bad`}>
          <Verbatim>{from}</Verbatim>
        </del>
      )}{' '}
      <span aria-hidden="true">→</span> <span className="sr-only">after: </span>
      {to === undefined ? (
        <Nothing />
      ) : (
        <ins className={`${VALUE} bg-good-wash text-good no-underline`}>
          <Verbatim>{to}</Verbatim>
        </ins>
      )}
    </>
  )
}

const VALUE = 'rounded-sm px-1 break-all'

const Nothing = () => <span className="text-muted">nothing</span>
