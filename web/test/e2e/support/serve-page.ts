import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { type Duplex, pipeline } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const CLI = fileURLToPath(new URL('../../../../forge/dist/cli/main.js', import.meta.url))
const FORGE = fileURLToPath(new URL('../../../../forge/dist/main.js', import.meta.url))

/** A real FORGE, as built, on a folder of its own; it serves the built page. */
export interface OpenForge {
  url: string
  /** The one-time code for the first admin. */
  setupCode: string
  stop: () => Promise<void>
  /** Starts it again where it was, on the same folder. */
  startAgain: () => Promise<void>
  /** Runs `anvil-forge` on the folder of a FORGE that is stopped. */
  operate: (...args: string[]) => Promise<void>
  close: () => Promise<void>
}

/** Starts it, with these variables beside. */
export async function openForge(env: Record<string, string> = {}): Promise<OpenForge> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-web-e2e-'))
  let running = startForge(folder, env['PORT'] ?? '0', env)
  const [url, setupCode] = await Promise.all([
    running.said(/FORGE is at (http:[^"]+)/),
    running.said(/with the code ([\w-]+)/),
  ])
  return {
    url,
    setupCode,
    stop: () => running.stop(),
    startAgain: async () => {
      running = startForge(folder, new URL(url).port, env)
      await running.said(/FORGE is at (http:[^"]+)/)
    },
    operate: async (...args) => {
      await promisify(execFile)(process.execPath, [CLI, ...args], { env: { ...env, ANVIL_DATA_DIR: folder } })
    },
    close: async () => {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function startForge(folder: string, port: string, more: Record<string, string>) {
  const env = { PATH: process.env['PATH'], ...more, PORT: port, ANVIL_DATA_DIR: folder }
  const child = spawn(process.execPath, [FORGE], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        const found = pattern.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
      void ended.then(() => reject(new Error('FORGE ended before it was ready')))
    })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { said, stop }
}

/** A reverse proxy that serves a FORGE below a path, sockets too. */
export async function openProxy(forgeUrl: string, below: string): Promise<{ url: string; close: () => void }> {
  const onwardFrom = ({ url, method, headers }: IncomingMessage) => {
    const inside = url?.startsWith(`${below}/`) === true ? url.slice(below.length) : '/not-here'
    return request(forgeUrl + inside, { method, headers })
  }
  const server = createServer((req, res) => {
    const onward = onwardFrom(req).on('response', (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    })
    req.pipe(onward)
  })
  server.on('upgrade', (req: IncomingMessage, near: Duplex) => {
    const onward = onwardFrom(req).on('upgrade', (answer, far, first) => {
      const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('')}\r\n`)
      near.write(first)
      pipeline(near, far, () => near.destroy())
      pipeline(far, near, () => far.destroy())
    })
    onward.on('error', () => near.destroy()).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}${below}/`, close: () => void server.close() }
}
