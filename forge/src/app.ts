import express, { type Express } from 'express'
import type { AppContext } from './context.js'
import { apiRoutes } from './http/api-routes.js'
import { authenticate } from './http/authenticate.js'
import { basePathOf } from './http/base-path.js'
import { trustsProxy } from './http/client-address.js'
import { refuseCrossSite } from './http/cross-site.js'
import { errorHandler } from './http/error-handler.js'
import { healthRoutes } from './http/health-routes.js'
import { jsonBody } from './http/json-body.js'
import { uncached } from './http/uncached.js'
import { limitAddresses, limitRequests } from './http/limit-requests.js'
import { noteForbidden } from './http/note-forbidden.js'
import { notFound } from './http/not-found.js'
import { requestId } from './http/request-id.js'
import { requestLog } from './http/request-log.js'
import { storableAddress } from './http/storable-address.js'
import { metricsRoutes } from './metrics/metrics-routes.js'
import { securityHeaders } from './http/security-headers.js'
import { openapiRoutes } from './openapi/openapi-routes.js'
import { OPERATIONS } from './openapi/operations.js'
import { webRoutes } from './web/web-routes.js'

/** The REST API as an Express application. */
export function createApp(ctx: AppContext): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('trust proxy', trustsProxy(ctx.config.trustProxy))
  app.use(requestId(ctx.newId), requestLog(ctx.log), securityHeaders(ctx.config))
  const basePath = basePathOf(ctx.config.publicUrl)
  if (basePath !== '') app.get(basePath, (_req, res) => res.redirect(308, `${basePath}/`))
  app.use(healthRoutes(ctx), metricsRoutes(ctx), openapiRoutes())
  app.use(
    '/api/v1',
    uncached,
    refuseCrossSite(ctx.config),
    limitAddresses(ctx.config),
    authenticate(ctx),
    limitRequests(ctx.config),
    jsonBody(),
    storableAddress,
    apiRoutes(ctx),
  )
  app.use(webRoutes())
  app.use(notFound(OPERATIONS), noteForbidden(ctx, OPERATIONS), errorHandler(ctx.log))
  return app
}
