import { AnvilError } from '@anvil/shared'
import type { Request } from 'express'

/** What a request asks of the state it changes, by `If-Match` and `If-None-Match: *`. */
export interface Preconditions {
  /** The ETags of which one must hold, or `*` for any; undefined where nothing was sent. */
  ifMatch: '*' | readonly string[] | undefined
  /** Whether there must be nothing yet. */
  mustBeNew: boolean
}

/** What is there now, to be compared and shown: its ETag, and what to answer with a refusal. */
export interface Current {
  etag: string
  shown: unknown
}

/** Reads the preconditions of a request. */
export function preconditionsOf(req: Request): Preconditions {
  const ifMatch = req.get('if-match')?.trim()
  const ifNoneMatch = req.get('if-none-match')?.trim()
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new AnvilError('request.invalid', 'Of If-None-Match only "*" is understood here: make it if it is not there.')
  }
  return {
    ifMatch: ifMatch === undefined || ifMatch === '*' ? ifMatch : ifMatch.split(',').map((etag) => etag.trim()),
    mustBeNew: ifNoneMatch === '*',
  }
}

/** Refuses a change of what somebody else changed meanwhile (412, with what is there now), or of what the request did not look at (428). */
export function checkPreconditions(asked: Preconditions, what: string, current: Current | undefined): void {
  const { ifMatch, mustBeNew } = asked
  if (current && mustBeNew) throw failed(`${what} is there already. Read it first, then change it.`, current)
  if (ifMatch === undefined) {
    if (current && !mustBeNew) throw required(what)
    return
  }
  if (!current) {
    throw failed(
      `${what} is not there any more. Somebody deleted or moved it; make it anew where it is needed.`,
      current,
    )
  }
  if (ifMatch === '*' || ifMatch.includes(current.etag)) return
  throw failed(
    `${what} was changed since you read it, so nothing was done. Look at it as it is now, then bring both together.`,
    current,
  )
}

function failed(message: string, current: Current | undefined): AnvilError {
  return new AnvilError('request.precondition_failed', message, {
    details: { current: current?.shown ?? null, etag: current?.etag ?? null },
  })
}

function required(what: string): AnvilError {
  return new AnvilError(
    'request.precondition_required',
    `${what} is there already. So that nobody's text is lost, read it first, and say which state of it you change.`,
  )
}
