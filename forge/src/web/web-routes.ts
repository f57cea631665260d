import { createRequire } from 'node:module'
import path from 'node:path'
import express, { Router } from 'express'

const PAGE = path.join(path.dirname(createRequire(import.meta.url).resolve('@anvil/web/package.json')), 'dist')
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The web page, with a policy that lets nothing run but its own files; the files' names change with their content. */
export function webRoutes(folder: string = PAGE): Router {
  const router = Router()
  const lasting = { immutable: true, maxAge: '1y', index: false, redirect: false } as const
  router.use('/assets', express.static(path.join(folder, 'assets'), lasting))
  router.use(
    express.static(folder, {
      redirect: false,
      setHeaders: (res) => {
        res.setHeader('cache-control', 'no-cache')
        res.setHeader('content-security-policy', POLICY)
      },
    }),
  )
  router.get('/', (_req, res) => {
    res.type('text').send('This is an Anvil FORGE. Its web page is not built here; its API is told at /docs.\n')
  })
  return router
}
