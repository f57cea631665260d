import { once } from 'node:events'
import { AnvilError } from '@anvil/shared'
import { EXIT } from '@anvil/shared/exit-codes'
import { startQuickStart } from './quick-start.js'

/** One press of Ctrl-C can arrive twice: from the terminal, and from npm, which passes it on. */
const ONE_PRESS_MS = 500

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const stopping = new AbortController()
let pressedAt = Infinity

/** The first time everything ends in order, also while it is still starting; the second time at once. */
function stop(): void {
  if (performance.now() > pressedAt + ONE_PRESS_MS) process.exit(EXIT.interrupted)
  if (stopping.signal.aborted) return
  pressedAt = performance.now()
  say('Stopping …')
  stopping.abort()
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
try {
  const running = await startQuickStart(process.env, process.cwd(), { say, interrupted: stopping.signal })
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort')
  await running.close()
  process.exit(EXIT.ok)
} catch (error) {
  if (error === stopping.signal.reason) {
    say('Stopped while it was starting. The next npm start goes on where this one was.')
    process.exit(EXIT.interrupted)
  }
  process.stderr.write(`${error instanceof AnvilError ? error.message : String(error)}\n`)
  process.exit(EXIT.failed)
}
