import { readFile, writeFile } from 'node:fs/promises'
import pc from 'picocolors'
import { AnvilError } from '@anvil/shared/errors'
import { writeDurably } from '../../cache/write-durably.js'
import { lineDiff } from '../line-diff.js'

/** A file as it is and as it should be. */
export interface FileEdit {
  path: string
  before: string | undefined
  after: string
  /** Whether it holds a secret, which is not shown. */
  secret?: boolean
}

/** Reads a text file; undefined where there is none. */
export async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new AnvilError('file.unusable', `The file ${path} can't be read. Check its rights.`, { cause })
  })
}

/** Those edits that change something. */
export function realEdits(edits: readonly FileEdit[]): FileEdit[] {
  return edits.filter(({ before, after }) => before !== after)
}

/** An edit as lines to read before it is made; secrets are left out. */
export function showEdit({ path, before, after, secret = false }: FileEdit): string[] {
  const head = pc.bold(before === undefined ? `${path} (new)` : path)
  if (secret) return [head, '  (holds a secret; not shown)']
  const lines = lineDiff(before?.split('\n') ?? [], after.split('\n'))
  const paint = { '+': pc.green, '-': pc.red, ' ': String }
  return [head, ...lines.map(({ sign, text }) => paint[sign](`${sign} ${text}`))]
}

/** Writes the files; one that holds a secret is the owner's alone from then on. */
export async function writeEdits(edits: readonly FileEdit[]): Promise<void> {
  for (const { path, after, secret = false } of edits)
    await (secret ? writeDurably(path, after) : writeFile(path, after))
}
