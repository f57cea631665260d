import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AnvilError } from '@anvil/shared'
import { z } from 'zod'
import type { DemoEnv } from './demo-env.js'

const PATIENCE_MS = 5_000

const Started = z.object({ url: z.string() })

/** The demo application as a process of its own, as it would be in production. */
export interface DemoApp {
  url: string
  /** Resolves when the process is gone, whoever ended it. */
  ended: Promise<void>
  close: () => Promise<void>
}

/** `inherited` is the environment of this process; the demo's own settings go before it. */
export interface DemoAppOptions {
  inherited: Record<string, string | undefined>
  dataDir: string
  port: number
}

/** Where the demo application keeps what it runs; the `anvil` command reaches it there. */
export function demoCacheDir(dataDir: string): string {
  return path.join(dataDir, 'demo-app')
}

/** Starts the demo application; what it prints goes to this process's own output. */
export async function startDemoApp(env: DemoEnv, options: DemoAppOptions): Promise<DemoApp> {
  const child = fork(fileURLToPath(import.meta.resolve('@anvil/example-express-app/main')), {
    env: {
      ...options.inherited,
      ANVIL_FORGE_URL: env.ANVIL_FORGE_URL,
      ANVIL_PROJECT_ID: env.ANVIL_PROJECT_ID,
      ANVIL_ACCESS_TOKEN: env.ANVIL_ACCESS_TOKEN,
      ANVIL_ROOT_KEY: env.ANVIL_ROOT_KEY,
      ANVIL_CACHE_DIR: demoCacheDir(options.dataDir),
      DEMO_PORT: String(options.port),
    },
  })
  const ended = once(child, 'exit').then(() => undefined)
  return { url: await startedAt(child, ended), ended, close: () => stop(child, ended) }
}

async function startedAt(child: ChildProcess, ended: Promise<void>): Promise<string> {
  const first = once(child, 'message').then(([message]: unknown[]) => Started.parse(message).url)
  const url = await Promise.race([first, ended])
  if (url !== undefined) return url
  throw new AnvilError('internal', 'The demo application ended before it was ready; the lines above say why.')
}

/** The child leaves by itself when its channel closes; one that hangs is ended. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.connected) child.disconnect()
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await ended
  clearTimeout(timer)
}
