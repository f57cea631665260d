import type { Request, RequestHandler } from 'express'
import type { ForgeConfig } from '../config.js'
import { networkOf } from '../users/network-of.js'
import { findActor } from './actor.js'
import { rateLimit } from './rate-limit.js'

const READ = ['GET', 'HEAD', 'OPTIONS']

/** Limits how often one session, API key or address asks; reading, changing and importing are counted by themselves. */
export function limitRequests({ rates }: Pick<ForgeConfig, 'rates'>): RequestHandler {
  const limits = {
    reads: rateLimit(rates.reads, 'Requests that read'),
    writes: rateLimit(rates.writes, 'Requests that change something'),
    imports: rateLimit(rates.imports, 'Imports'),
    anonymous: rateLimit(rates.anonymous, 'Requests from one address by whoever is not signed in'),
  }
  return async (req, _res, next) => {
    const actor = findActor(req)
    if (actor) await limits[kindOf(req)](actor.apiKey?.id ?? actor.sessionId ?? actor.id)
    else await limits.anonymous(networkOf(req.ip ?? ''))
    next()
  }
}

/** Limits how often one address asks, whoever it is; it costs FORGE neither a body nor a look at its database. */
export function limitAddresses({ rates }: Pick<ForgeConfig, 'rates'>): RequestHandler {
  const limit = rateLimit(rates.addresses, 'Requests from one address')
  return async (req, _res, next) => {
    await limit(networkOf(req.ip ?? ''))
    next()
  }
}

function kindOf({ method, path }: Request): 'reads' | 'writes' | 'imports' {
  if (READ.includes(method)) return 'reads'
  return path.endsWith('/imports') ? 'imports' : 'writes'
}
