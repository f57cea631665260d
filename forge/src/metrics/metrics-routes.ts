import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { AnvilError } from '@anvil/shared'
import { Router } from 'express'
import ipaddr from 'ipaddr.js'
import type { ForgeConfig } from '../config.js'
import type { AppContext } from '../context.js'
import { measure } from './measure.js'

const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']

/** `/metrics` for Prometheus: with the token of ANVIL_METRICS_TOKEN, or from this machine only. */
export function metricsRoutes(ctx: AppContext): Router {
  const router = Router()
  const { metricsToken } = ctx.config.secrets
  router.get('/metrics', async (req, res) => {
    if (metricsToken === undefined) requireThisMachine(req, ctx.config)
    else requireToken(req, metricsToken.reveal())
    await measure(ctx)
    res.set('Cache-Control', 'no-store').type(ctx.metrics.registry.contentType)
    res.send(await ctx.metrics.registry.metrics())
  })
  return router
}

function requireToken(req: IncomingMessage, token: string): void {
  const given = /^Bearer +(\S{1,256})$/i.exec(req.headers.authorization ?? '')?.[1]
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return
  throw new AnvilError(
    'auth.required',
    'The metrics need "Authorization: Bearer" with the value of ANVIL_METRICS_TOKEN.',
  )
}

/**
 * Who came through a proxy is from elsewhere, also where the proxy is on this machine; and a page that a browser here
 * shows asks under a name of its own.
 */
function requireThisMachine(req: IncomingMessage, { trustProxy, publicUrl }: ForgeConfig): void {
  const isBehindProxy = trustProxy !== undefined || (publicUrl !== undefined && !isHere(new URL(publicUrl).hostname))
  const isForwarded = FORWARDED.some((header) => req.headers[header] !== undefined)
  const asked = `http://${req.headers.host ?? ''}`
  const name = URL.canParse(asked) ? new URL(asked).hostname : ''
  if (!isBehindProxy && !isForwarded && isHere(req.socket.remoteAddress ?? '') && isHere(name)) return
  throw new AnvilError(
    'auth.forbidden',
    'Without ANVIL_METRICS_TOKEN the metrics are shown on this machine only, at localhost, and not where a proxy is in front of FORGE. Set it, and send it as "Authorization: Bearer".',
  )
}

function isHere(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '')
  return host === 'localhost' || (ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback')
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
