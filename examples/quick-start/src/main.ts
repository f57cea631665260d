import { AnvilError } from '@anvil/shared'
import { startQuickStart } from './quick-start.js'

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const starting = startQuickStart(process.env, process.cwd(), say)
let stopping = false

/** Ends everything in order, also when it is still starting. */
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  say('Stopping …')
  const running = await starting.catch(() => undefined)
  await running?.close()
  process.exit(running ? 0 : 1)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
try {
  await starting
} catch (error) {
  process.stderr.write(`${error instanceof AnvilError ? error.message : String(error)}\n`)
  process.exit(1)
}
