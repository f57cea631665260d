import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { AnvilError } from '@anvil/shared'
import type { CliHost } from './cli-host.js'

/** Goes on only where somebody said yes: by `--yes`, or at a terminal, which is asked. */
export async function confirm(host: CliHost, yes: boolean | undefined, what: string): Promise<void> {
  if (yes === true) return
  if (host.input.isTTY !== true) {
    throw new AnvilError('command.needs_answer', `${what} There is no terminal to ask at: add --yes to go on.`)
  }
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      host.message(chunk.toString())
      done()
    },
  })
  const terminal = createInterface({ input: host.input, output })
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  try {
    const answer = await Promise.race([terminal.question(`${what} Go on? [y/N] `), closed])
    if (/^y(es)?$/i.test(answer.trim())) return
  } finally {
    terminal.close()
  }
  throw new AnvilError('command.cancelled', 'Nothing was done.')
}
