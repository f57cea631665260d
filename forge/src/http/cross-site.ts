import type { IncomingMessage } from 'node:http'
import { AnvilError } from '@anvil/shared'
import type { RequestHandler } from 'express'
import type { ForgeConfig } from '../config.js'
import { trustsProxy } from './client-address.js'

/** Why a request is refused that a page of another site had somebody's browser send; undefined where it may go on. */
export type CrossSite = (req: IncomingMessage) => AnvilError | undefined

type Config = Pick<ForgeConfig, 'publicUrl' | 'trustProxy'>

/**
 * Tells whether another site's page asks: by `Sec-Fetch-Site`, which no page can set, or by `Origin` against the hosts at
 * which FORGE was asked. Who sends neither is no browser: an application, a program, the operator.
 */
export function crossSite(config: Config): CrossSite {
  const trusts = trustsProxy(config.trustProxy)
  const own = config.publicUrl === undefined ? undefined : new URL(config.publicUrl).origin
  return (req) => {
    const { origin, 'sec-fetch-site': site } = req.headers
    if (origin !== undefined && origin === own) return undefined
    if (site !== undefined) return site === 'same-origin' || site === 'none' ? undefined : refusal(origin)
    if (origin === undefined) return undefined
    const forwarded = trusts(req.socket.remoteAddress ?? '', 0) ? req.headers['x-forwarded-host'] : undefined
    const hosts = [req.headers.host, ...[forwarded].flat()]
    return hosts.some((host) => host !== undefined && isOf(origin, host)) ? undefined : refusal(origin)
  }
}

const READ = ['GET', 'HEAD', 'OPTIONS']

/** Refuses what would change something where another site's page asks for it. */
export function refuseCrossSite(config: Config): RequestHandler {
  const refusalOf = crossSite(config)
  return (req, _res, next) => {
    const refused = READ.includes(req.method) ? undefined : refusalOf(req)
    if (refused) throw refused
    next()
  }
}

/** Whether an origin is of a host, with or without the port that its scheme has anyway. */
function isOf(origin: string, host: string): boolean {
  try {
    const { protocol, host: asked } = new URL(origin)
    return new URL(`${protocol}//${host}`).host === asked
  } catch {
    return false
  }
}

function refusal(origin = 'another site'): AnvilError {
  return new AnvilError(
    'request.cross_site',
    `A page of ${origin} asked for this, and only FORGE's own page may. If that is FORGE's own address, set ANVIL_PUBLIC_URL to it.`,
  )
}
