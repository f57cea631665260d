import { text } from 'node:stream/consumers'
import { AnvilError } from '@anvil/shared'
import type { CliHost } from './cli-host.js'

const ENTER = ['\r', '\n', '\u0004']
const CTRL_C = '\u0003'
const ERASE = ['\b', '\u007f']

/** Reads a secret: from a variable, from standard input where that is no terminal, else asked for without an echo. */
export async function readSecret(
  host: CliHost,
  { variable, what }: { variable: string; what: string },
): Promise<string> {
  const given = host.env[variable]
  if (given !== undefined && given !== '') return given
  const secret = host.input.isTTY === true ? await ask(host, what) : (await text(host.input)).replace(/\r?\n$/, '')
  if (secret !== '') return secret
  throw new AnvilError('command.needs_answer', `No ${what} was given. Set ${variable}, or write it to standard input.`)
}

async function ask(host: CliHost, what: string): Promise<string> {
  const { input } = host
  host.message(`${what}: `)
  input.setRawMode?.(true)
  try {
    return await readLine(host)
  } finally {
    input.setRawMode?.(false)
    input.pause()
    host.message('\n')
  }
}

function readLine({ input }: CliHost): Promise<string> {
  return new Promise((resolve, reject) => {
    let line: string[] = []
    const end = (settle: () => void): void => {
      input.off('data', take)
      settle()
    }
    const take = (chunk: Buffer | string): void => {
      for (const key of chunk.toString()) {
        if (key === CTRL_C) return end(() => reject(new AnvilError('command.cancelled', 'Nothing was done.')))
        if (ENTER.includes(key)) return end(() => resolve(line.join('')))
        line = ERASE.includes(key) ? line.slice(0, -1) : [...line, key]
      }
    }
    input.on('data', take)
    input.once('end', () => end(() => resolve(line.join(''))))
    input.resume()
  })
}
