import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type Anvil, createAnvil } from '@anvil/live-client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createDemoApp, type DemoApp } from '../src/create-demo-app.js'
import { type SmallForge, startSmallForge } from './support/small-forge.js'

let forge: SmallForge
let client: Anvil
let demo: DemoApp
let server: Server
let url: string
const lines: string[] = []

const TEXTS = { 'welcome.en': 'Hello', 'welcome.de': 'Guten Tag', 'welcome.ar': 'مرحبًا', 'welcome.ja': 'こんにちは' }

beforeEach(async () => {
  forge = await startSmallForge()
  client = createAnvil({ ...forge.options, cacheDir: false, transport: 'pull', logger: false })
})
afterEach(async () => {
  demo.close()
  server.closeAllConnections()
  server.close()
  await client.close()
  await forge.close()
})

async function startDemo(): Promise<void> {
  await client.start()
  lines.length = 0
  demo = createDemoApp(client, (line) => lines.push(line))
  server = createServer(demo.app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

it('shows the rendered prompts with where they come from, as text and not as markup', async () => {
  forge.publish({ ...TEXTS, 'welcome.en': 'Hello <b>"you"</b> & all' })
  await startDemo()
  const response = await fetch(url)
  const page = await response.text()
  expect(page).toContain('Hello &lt;b&gt;&quot;you&quot;&lt;/b&gt; &amp; all')
  expect(page).toContain('مرحبًا')
  expect(page).toMatch(/version 1\.0\.2 · sequence 2 · [0-9a-f]{12} · STATIC/)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})

it('says of a prompt that is not published why there is no text', async () => {
  forge.publish(TEXTS)
  await startDemo()
  expect(await (await fetch(url)).text()).toMatch(/class="failed">[^]*reply\.refund[^]*prompt\.not_found/)
})

it('tells open pages and its log what changed, and only that', async () => {
  forge.publish(TEXTS)
  await startDemo()
  const events = await fetch(`${url}/events`)
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
  await reader?.read()
  lines.length = 0
  forge.publish({ ...TEXTS, 'welcome.en': 'Good morning\nand more' })
  await client.sync()
  const sent = await reader?.read()
  expect(sent?.value).toContain('Good morning')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^welcome\.en \(version 1\.0\.3 · sequence 3 .*\): Good morning …$/)
  await reader?.cancel()
})

it('is healthy once there is something verified to render', async () => {
  forge.publish(TEXTS)
  await startDemo()
  const response = await fetch(`${url}/healthz`)
  expect([response.status, await response.json()]).toEqual([
    200,
    { state: 'READY', version: '1.0.2', sequence: 2, mode: 'accepting' },
  ])
})
