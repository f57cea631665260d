import { useNow } from '../lib/use-now.js'
import { type Moment, sayWhen } from './say-when.js'

/** A moment as people say it, with its exact time for those who point at it. */
export function When({ at }: { at: Moment }) {
  const now = useNow()
  if (at === null) return <span>never</span>
  return (
    <time className="whitespace-nowrap" dateTime={at} title={new Date(at).toLocaleString()}>
      {sayWhen(at, now)}
    </time>
  )
}
