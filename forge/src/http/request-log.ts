import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { findActor } from './actor.js'
import { requestIdOf } from './request-id.js'

/** Logs each request once it is over: by whom, what, how it was answered and in how many milliseconds. No query, header or body. */
export function requestLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const start = performance.now()
    const { method, path } = req
    res.once('close', () => {
      const line = {
        request_id: requestIdOf(req),
        user_id: findActor(req)?.id,
        method,
        path,
        status: res.statusCode,
        took_ms: Math.round(performance.now() - start),
      }
      if (res.writableFinished) log[path.startsWith('/api/') ? 'info' : 'debug'](line, 'request')
      else log.info(line, 'request ended by the other side')
    })
    next()
  }
}
