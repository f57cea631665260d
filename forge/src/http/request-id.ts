import type { Request, RequestHandler } from 'express'

const ids = new WeakMap<Request, string>()

/** Gives every request an id of our own making and tells it in `X-Request-Id`. */
export function requestId(newId: () => string): RequestHandler {
  return (req, res, next) => {
    const id = newId()
    ids.set(req, id)
    res.set('X-Request-Id', id)
    next()
  }
}

export function requestIdOf(req: Request): string {
  return ids.get(req) ?? 'unknown'
}
