import { AnvilError } from '@anvil/shared'
import { parseConfig } from './config.js'
import { logStart } from './log-start.js'
import { startForge } from './server.js'
import { stopSignal } from './stop-signal.js'

/** Ends the process although a connection to a database that does not answer is still open. */
function endSoon(): void {
  setTimeout(() => process.exit(), 1_000).unref()
}

try {
  const forge = await startForge(parseConfig(process.env))
  const stopped = stopSignal()
  logStart(forge)
  await stopped
  await forge.close()
  endSoon()
} catch (error) {
  process.stderr.write(
    `${error instanceof AnvilError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  )
  process.exitCode = 1
}
