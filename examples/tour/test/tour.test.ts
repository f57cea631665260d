import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const LIMIT_MS = 480_000

it(
  'plays the whole story against real processes, and every step holds',
  async () => {
    const program = fileURLToPath(new URL('../dist/main.js', import.meta.url))
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'pipe'] })
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    expect([code, errors, output]).toEqual([0, '', expect.stringContaining('All 12 steps hold')])
  },
  LIMIT_MS,
)
