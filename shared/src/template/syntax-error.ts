import { AnvilError } from '../errors.js'
import { positionOf } from './source-position.js'

/** A `template.syntax` error that says where it is and what to do. */
export function syntaxError(template: string, offset: number, problem: string): AnvilError {
  const { line, column } = positionOf(template, offset)
  return new AnvilError('template.syntax', `Line ${line}, column ${column}: ${problem}`, {
    details: { line, column, problem },
  })
}

/** Names the include in which an error of its text was found. */
export function inInclude(error: unknown, id: string): unknown {
  if (!(error instanceof AnvilError)) return error
  const details = typeof error.details === 'object' ? error.details : {}
  if (details !== null && 'include' in details) return error
  return new AnvilError(error.code, `In the include ${id}: ${error.message}`, {
    details: { ...details, include: id },
    cause: error,
  })
}
