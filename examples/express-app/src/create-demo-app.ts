import { fileURLToPath } from 'node:url'
import express, { type Express } from 'express'
import type { DemoClient } from './demo-client.js'
import { LiveUpdates } from './live-updates.js'
import { renderMain, renderPage } from './page.js'
import { changedLines, type Rendered, renderShown } from './render-shown.js'
import { SHOWN_PROMPTS } from './shown-prompts.js'

const PUBLIC = fileURLToPath(new URL('../public', import.meta.url))
const CSP = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'"

/** An Express application and what ends the requests that it keeps open. */
export interface DemoApp {
  app: Express
  close: () => void
}

/** The demo application around a LIVE client; `log` gets a line for each shown prompt that changed. */
export function createDemoApp(client: DemoClient, log: (line: string) => void): DemoApp {
  const updates = new LiveUpdates()
  const app = express()
  app.disable('x-powered-by')
  app.get('/', (_req, res) => {
    res.set('content-security-policy', CSP).send(renderPage(client.status(), renderShown(client, SHOWN_PROMPTS)))
  })
  app.get('/events', (_req, res) => updates.add(res))
  app.get('/healthz', (_req, res) => {
    const { state, version, sequence, mode } = client.status()
    res.status(state === 'NOT_READY' ? 503 : 200).json({ state, version, sequence, mode })
  })
  app.use(express.static(PUBLIC, { index: false }))

  let rendered: Rendered[] = []
  const refresh = (): void => {
    const now = renderShown(client, SHOWN_PROMPTS)
    for (const line of changedLines(rendered, now)) log(line)
    rendered = now
    updates.send(renderMain(client.status(), now))
  }
  for (const event of ['ready', 'changed', 'stale', 'error', 'mode'] as const) client.on(event, refresh)
  refresh()
  return { app, close: () => updates.close() }
}
