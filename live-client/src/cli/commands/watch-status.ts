import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT } from '@anvil/shared/exit-codes'
import type { AnvilStatus } from '../../status.js'
import { type Output, writeResult } from '../output.js'
import { Redrawn } from '../redrawn.js'
import { type ClientFlags, withClient } from '../with-client.js'
import { statusLines } from './status-command.js'

const EVERY_MS = 1_000

/** `anvil status --watch`: reads the folder once a second and shows what is new of it, until it is interrupted. */
export async function watchStatus(flags: ClientFlags, output: Output, interrupted: AbortSignal): Promise<number> {
  const quiet = { ...output, message: onceEach(output.message) }
  const drawing = new Redrawn(output)
  let shown = ''
  while (!interrupted.aborted) {
    const status = await withClient(flags, quiet, async (client) => client.status())
    const lines = statusLines(status)
    const now = !output.json && drawing.isPossible ? lines.join('\n') : withoutTime(status)
    if (now !== shown) show(output, drawing, status, lines)
    shown = now
    await sleep(EVERY_MS, undefined, { signal: interrupted }).catch(() => undefined)
  }
  return EXIT.ok
}

function show(output: Output, drawing: Redrawn, status: AnvilStatus, lines: readonly string[]): void {
  if (output.json) writeResult(output, status, lines)
  else drawing.draw(lines)
}

/** What is compared where each change is written down: an age alone is no change. */
function withoutTime({ age_ms: _age, last_error, ...status }: AnvilStatus): string {
  return JSON.stringify({ ...status, last_error: last_error?.message })
}

/** Tells each message once, however often the folder is read. */
function onceEach(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>()
  return (text) => {
    if (!told.has(text)) tell(text)
    told.add(text)
  }
}
