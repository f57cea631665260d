import type { RequestHandler } from 'express'

/** Keeps answers that are for one person out of every cache; a route may say otherwise. */
export const uncached: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}
