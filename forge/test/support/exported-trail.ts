import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { auditHash } from '@anvil/shared/bundle'
import { exportTrail, type ExportWish } from '../../src/audit/export-service.js'
import { runCli } from '../../src/cli/run-cli.js'
import type { TestForge } from './forge.js'

const OPERATOR = { kind: 'system', id: 'operator:test' } as const

/** A line of an export, as loose as somebody who alters it takes it. */
export type LooseLine = ReturnType<typeof JSON.parse>

/** The lines of a trail as FORGE's operator exports it. */
export async function exportedLines({ ctx }: TestForge, wish: ExportWish): Promise<LooseLine[]> {
  let text = ''
  for await (const part of await exportTrail(ctx, OPERATOR, wish)) text += part
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** The entry with the hash that it would have been sealed with. */
export function rehashed(entry: LooseLine): LooseLine {
  const record = { ...entry }
  delete record.hash
  return { ...record, hash: auditHash(record) }
}

/** How `anvil-forge audit verify` ended. */
export interface Verdict {
  code: number
  told: LooseLine
}

/** A place for files that are verified by the command, with no variable of a server set. */
export async function verifier() {
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-trail-'))
  const write = async (lines: readonly LooseLine[] | string): Promise<string> => {
    const file = path.join(folder, `${randomBytes(4).toString('hex')}.jsonl`)
    await writeFile(file, typeof lines === 'string' ? lines : lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    return file
  }
  const verify = async (args: string[], { env = {}, input = '' } = {}): Promise<Verdict> => {
    const said: string[] = []
    const code = await runCli(['audit', 'verify', ...args, '--json'], {
      env,
      input: Object.assign(new PassThrough().end(input), { isTTY: false }),
      result: (text) => void said.push(text),
      message: () => undefined,
      color: false,
      asked: () => Promise.resolve(),
    })
    return { code, told: JSON.parse(said.join('')) }
  }
  return { write, verify, remove: () => rm(folder, { recursive: true }) }
}
