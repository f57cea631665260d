import express, { type Express } from 'express'
import helmet from 'helmet'
import type { AppContext } from './context.js'
import { apiRoutes } from './http/api-routes.js'
import { authenticate } from './http/authenticate.js'
import { docsRoutes } from './docs/docs-routes.js'
import { errorHandler } from './http/error-handler.js'
import { healthRoutes } from './http/health-routes.js'
import { jsonBody } from './http/json-body.js'
import { uncached } from './http/uncached.js'
import { notFound } from './http/not-found.js'
import { requestId } from './http/request-id.js'
import { storableText } from './http/storable-text.js'
import { openapiRoutes } from './openapi/openapi-routes.js'
import { OPERATIONS } from './openapi/operations.js'
import { webRoutes } from './web/web-routes.js'

/** The REST API as an Express application. */
export function createApp(ctx: AppContext): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.use(requestId(ctx.newId), helmet())
  app.use(healthRoutes(ctx), openapiRoutes(), docsRoutes())
  app.use('/api/v1', uncached, jsonBody(), storableText, authenticate(ctx), apiRoutes(ctx))
  app.use(webRoutes())
  app.use(notFound(OPERATIONS), errorHandler(ctx.log))
  return app
}
