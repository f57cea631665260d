import { Router } from 'express'
import { openapiDocument } from './openapi-document.js'
import { OPERATIONS } from './operations.js'

/** `/openapi.json`: the API for programs that read it. */
export function openapiRoutes(): Router {
  const router = Router()
  const document = JSON.stringify(openapiDocument(OPERATIONS), undefined, 2)
  router.get('/openapi.json', (_req, res) => {
    res.set('Cache-Control', 'no-cache').type('json').send(document)
  })
  return router
}
