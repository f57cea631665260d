import { parseConfig, startForge } from '@anvil/forge'
import { type DemoApp, startDemoApp } from './demo-app.js'
import { freePort } from './free-port.js'
import { guide } from './guide.js'
import { seedDemo } from './seed/seed-demo.js'

const DEMO_PORT = 4001

type Environment = Readonly<Record<string, string | undefined>>

/** The person at the terminal: told what happens, and able to end it. */
export interface Terminal {
  say: (line: string) => void
  interrupted: AbortSignal
}

/** A FORGE with the demo's prompts, and the demo application beside it. `close` ends both. */
export interface QuickStart {
  close: () => Promise<void>
}

/**
 * Starts FORGE, makes the demo on the first start, and starts the demo application. Where it is interrupted, it ends
 * after the step that it is at, and throws the signal's reason.
 */
export async function startQuickStart(
  env: Environment,
  workingDir: string,
  { say, interrupted }: Terminal,
): Promise<QuickStart> {
  const config = parseConfig({ ANVIL_LOG_LEVEL: 'warn', ...env })
  const forge = await startForge(config)
  let demoApp: DemoApp | undefined
  let closing = false
  const close = async (): Promise<void> => {
    closing = true
    await demoApp?.close()
    await forge.close()
  }
  try {
    const { url, setupCode } = forge
    const demoEnv = await seedDemo({ url, setupCode, dataDir: config.dataDir, say, interrupted })
    interrupted.throwIfAborted()
    demoApp = await startDemoApp(demoEnv, { inherited: env, dataDir: config.dataDir, port: await demoPort(env) })
    interrupted.throwIfAborted()
    void demoApp.ended.then(() => closing || say('The demo application ended; FORGE goes on.'))
    say(guide({ forgeUrl: url, demoUrl: demoApp.url, dataDir: config.dataDir, workingDir }))
    return { close }
  } catch (error) {
    await close()
    // The terminal interrupts the demo application too, whose end is no news then.
    interrupted.throwIfAborted()
    throw error
  }
}

/** A port that a person chose must be free; the usual one gives way. */
async function demoPort(env: Environment): Promise<number> {
  const chosen = env['DEMO_PORT']
  return chosen === undefined || chosen === '' ? freePort(DEMO_PORT) : Number(chosen)
}
