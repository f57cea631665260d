import { AnvilError } from '@anvil/shared'
import { startQuickStart } from './quick-start.js'

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

try {
  const running = await startQuickStart(process.env, process.cwd(), say)
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    say('Stopping …')
    await running.close()
    process.exit()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
} catch (error) {
  process.stderr.write(`${error instanceof AnvilError ? error.message : String(error)}\n`)
  process.exit(1)
}
