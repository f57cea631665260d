import { createRequire } from 'node:module'
import path from 'node:path'
import { type Response, Router } from 'express'
import { DOCS_PAGE, DOCS_SCRIPT } from './docs-page.js'

const FOLDER = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `/docs`: the API for people, from files of FORGE's own and with a policy that lets no other script run. */
export function docsRoutes(): Router {
  const router = Router()
  const guarded = (res: Response): Response =>
    res.set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache' })
  router.get('/docs', (_req, res) => {
    guarded(res).type('html').send(DOCS_PAGE)
  })
  router.get('/docs/show.js', (_req, res) => {
    guarded(res).type('js').send(DOCS_SCRIPT)
  })
  for (const file of FILES) {
    router.get(`/docs/${file}`, (_req, res) => {
      guarded(res).sendFile(file, { root: FOLDER, cacheControl: false })
    })
  }
  return router
}
