import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const FORGE = fileURLToPath(new URL('../../../../forge/dist/main.js', import.meta.url))

/** A real FORGE, as built, on a folder of its own; it serves the built page. */
export async function openForge(): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-web-e2e-'))
  const env = { PATH: process.env['PATH'], PORT: '0', ANVIL_DATA_DIR: folder }
  const child = spawn(process.execPath, [FORGE], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /FORGE is at (http:[^"]+)/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    void ended.then(() => reject(new Error('FORGE ended before it was ready')))
  })
  return {
    url,
    close: async () => {
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A reverse proxy that serves a FORGE below a path. */
export async function openProxy(forgeUrl: string, below: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((req, res) => {
    const inside = req.url?.startsWith(`${below}/`) === true ? req.url.slice(below.length) : '/not-here'
    void fetch(forgeUrl + inside).then(async (answer) => {
      const headers = ['content-type', 'content-security-policy'].map((name) => [name, answer.headers.get(name) ?? ''])
      return res.writeHead(answer.status, Object.fromEntries(headers)).end(Buffer.from(await answer.arrayBuffer()))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}${below}/`, close: () => void server.close() }
}
