import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream'
import { AnvilError } from '@anvil/shared'
import { BackupEnd, BackupHeader, type BackupRow, readLine, readRowLine } from './backup-lines.js'

/** A backup as it is read: first what it is, then its rows. */
export interface BackupReader {
  header: BackupHeader
  /** Every row in order; throws `backup.damaged` at its end where anything is missing, too much or altered. */
  rows: AsyncGenerator<BackupRow>
}

/** Opens a backup. Throws `backup.malformed` where the file is none, `file.unusable` where it can't be read. */
export async function openBackup(file: string): Promise<BackupReader> {
  const lines = readLines(file)
  const first = await lines.next()
  if (first.done === true) throw damaged('it is empty')
  const header = readLine(BackupHeader, first.value)
  return { header, rows: readRows(first.value, lines) }
}

/** Reads a whole backup and verifies its digest, without a database. */
export async function verifyBackup(file: string): Promise<BackupHeader> {
  const { header, rows } = await openBackup(file)
  for await (const _row of rows) continue
  return header
}

async function* readRows(first: string, lines: AsyncGenerator<string>): AsyncGenerator<BackupRow> {
  const hash = createHash('sha256').update(`${first}\n`)
  const counts: Record<string, number> = {}
  for await (const line of lines) {
    const row = readRowLine(line)
    if (!row) {
      const end = readEnd(line)
      if (end.sha256 !== hash.digest('hex')) throw damaged('its digest is another than was written')
      if (!sameCounts(end.rows, counts)) throw damaged('rows are missing')
      if ((await lines.next()).done !== true) throw damaged('there is something after its end')
      return
    }
    hash.update(`${line}\n`)
    counts[row.table] = (counts[row.table] ?? 0) + 1
    yield row
  }
  throw damaged('it was cut short')
}

function readEnd(line: string): BackupEnd {
  try {
    return readLine(BackupEnd, line)
  } catch (cause) {
    throw damaged("a line of it can't be read", cause)
  }
}

async function* readLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file)
  const text = pipeline(source, createGunzip(), () => undefined)
  let waiting: Buffer[] = []
  try {
    for await (const chunk of text) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
      let from = 0
      for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, from)) {
        yield Buffer.concat([...waiting, bytes.subarray(from, at)]).toString()
        waiting = []
        from = at + 1
      }
      waiting.push(bytes.subarray(from))
    }
  } catch (cause) {
    throw problemWith(file, cause)
  } finally {
    source.destroy()
  }
  if (waiting.some((bytes) => bytes.length > 0)) throw damaged('its last line is cut short')
}

function problemWith(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause
  const code = String(cause.code)
  if (code.startsWith('Z_')) return damaged(`it can't be decompressed (${cause.message})`, cause)
  return new AnvilError('file.unusable', `The file ${file} can't be read: ${cause.message}.`, { cause })
}

const sameCounts = (a: Record<string, number>, b: Record<string, number>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([table, count]) => b[table] === count)

function damaged(why: string, cause?: unknown): AnvilError {
  return new AnvilError('backup.damaged', `The backup is damaged: ${why}. Nothing was restored; take another one.`, {
    cause,
  })
}
