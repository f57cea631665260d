import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import compression from 'compression'
import express, { type Request, Router } from 'express'
import { sendPage, sendPolicy } from './web-page.js'

const FOLDER = path.join(path.dirname(createRequire(import.meta.url).resolve('@anvil/web/package.json')), 'dist')
const SIGNED_OUT = ['/sign-in', '/sign-in/oidc/callback', '/first-run', '/join']
const ADDRESSES = ['/', ...SIGNED_OUT, '/account', '/organisations{/*below}', '/projects/*below']

/** The web page at each of its addresses, the API's at `/docs`, and their files, whose names change with their content. */
export function webRoutes(folder: string = FOLDER): Router {
  const router = Router()
  const lasting = { immutable: true, maxAge: '1y', index: false, redirect: false } as const
  router.use(['/assets', '/docs'], compression())
  router.use('/assets', express.static(path.join(folder, 'assets'), lasting))
  router.get(ADDRESSES, async (req, res) => {
    const page = await readPage(path.join(folder, 'index.html'))
    if (page !== undefined) return sendPage(res, page, req.path)
    res.type('text').send('This is an Anvil FORGE. Its web page is not built here; its API is told at /openapi.json.\n')
  })
  router.use(
    express.static(folder, {
      redirect: false,
      index: false,
      extensions: ['html'],
      setHeaders: (res) => sendPolicy(res),
    }),
  )
  router.get('/{*lost}', async (req, res, next) => {
    const page = isByBrowser(req) ? await readPage(path.join(folder, 'index.html')) : undefined
    if (page === undefined) return next()
    sendPage(res.status(404), page, req.path)
  })
  return router
}

/** Whether a person lost the way, who is better told so by the page than in JSON. */
function isByBrowser(req: Request): boolean {
  return !/^\/(api|assets)\//.test(req.path) && req.accepts(['json', 'html']) === 'html'
}

async function readPage(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
