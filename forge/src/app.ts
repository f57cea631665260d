import express, { type Express } from 'express'
import helmet from 'helmet'
import type { AppContext } from './context.js'
import { apiRoutes } from './http/api-routes.js'
import { authenticate } from './http/authenticate.js'
import { errorHandler, notFound } from './http/error-handler.js'
import { healthRoutes } from './http/health-routes.js'
import { requestId } from './http/request-id.js'
import { storableText } from './http/storable-text.js'
import { webRoutes } from './web/web-routes.js'

const BODY_LIMIT = '4mb'

/** The REST API as an Express application. */
export function createApp(ctx: AppContext): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.use(requestId(ctx.newId), helmet())
  app.use(healthRoutes(ctx))
  app.use('/api/v1', express.json({ limit: BODY_LIMIT }), storableText, authenticate(ctx), apiRoutes(ctx))
  app.use(webRoutes())
  app.use(notFound, errorHandler(ctx.log))
  return app
}
