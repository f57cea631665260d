import { AnvilError } from '@anvil/shared'
import type { ErrorRequestHandler } from 'express'
import { isNoted } from '../audit/note-refusal.js'
import { noteRequest } from '../audit/note-request.js'
import type { AppContext } from '../context.js'
import type { Operation } from '../openapi/operation.js'
import { pathMatcher, valuesOf } from '../openapi/operation-path.js'
import { findActor } from './actor.js'

/**
 * Has what somebody may not do in the trail of the project or organisation that they tried it in, where what they tried has
 * no entry of its own: the one place for every operation that is no mere look.
 */
export function noteForbidden(ctx: AppContext, operations: readonly Operation[]): ErrorRequestHandler {
  const doors = operations
    .filter(({ method }) => method !== 'get')
    .map((operation) => ({ operation, matches: pathMatcher(operation.path) }))
  return async (thrown: unknown, req, _res, next) => {
    const actor = findActor(req)
    if (actor && thrown instanceof AnvilError && thrown.status === 403 && !isNoted(thrown)) {
      const method = req.method.toLowerCase()
      const door = doors.find(({ operation, matches }) => operation.method === method && matches(req.path))
      const { operation } = door ?? {}
      const values = operation && valuesOf(operation.path, req.path)
      if (operation && values) await noteRequest(ctx, actor, { operation, values, code: thrown.code })
    }
    next(thrown)
  }
}
