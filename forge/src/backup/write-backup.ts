import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { migrationStatus } from '@anvil/migrations'
import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import { VERSION } from '../version.js'
import { type BackupEnd, type BackupHeader, rowLine } from './backup-lines.js'
import { listTables, readRows } from './table-store.js'

/** What a backup holds. */
export interface BackupSummary {
  rows: number
  tables: Record<string, number>
  sha256: string
}

/**
 * Writes all that a database holds to one new file, as it was at one moment: a compressed text of one JSON object a line.
 * The file is whole or not there. What is encrypted stays so.
 */
export async function writeBackup(db: Knex, file: string, now: Date): Promise<BackupSummary> {
  const draft = `${file}.part`
  const settings = { isolationLevel: 'repeatable read', readOnly: true } as const
  try {
    const summary = await db.transaction((trx) => writeDraft(trx, draft, now), settings)
    await rename(draft, file)
    return summary
  } catch (error) {
    await rm(draft, { force: true })
    throw isOfTheFile(error)
      ? new AnvilError('file.unusable', `The file ${file} can't be written: ${error.message}.`, { cause: error })
      : error
  }
}

async function writeDraft(trx: Knex.Transaction, draft: string, now: Date): Promise<BackupSummary> {
  const hash = createHash('sha256')
  const tables: Record<string, number> = {}
  async function* lines(): AsyncGenerator<string> {
    const say = (line: string): string => {
      hash.update(`${line}\n`)
      return `${line}\n`
    }
    yield say(JSON.stringify(await headerOf(trx, now)))
    for (const table of await listTables(trx)) {
      for await (const json of readRows(trx, table)) {
        tables[table] = (tables[table] ?? 0) + 1
        yield say(rowLine({ table, json }))
      }
    }
  }
  let end: BackupEnd = { rows: tables, sha256: '' }
  async function* withEnd(): AsyncGenerator<string> {
    yield* lines()
    end = { rows: tables, sha256: hash.digest('hex') }
    yield `${JSON.stringify(end)}\n`
  }
  await pipeline(withEnd, createGzip(), createWriteStream(draft, { mode: 0o600, flush: true }))
  return { rows: Object.values(tables).reduce((sum, count) => sum + count, 0), tables, sha256: end.sha256 }
}

async function headerOf(trx: Knex.Transaction, now: Date): Promise<BackupHeader> {
  const { done } = await migrationStatus(trx)
  if (done.length === 0) throw new AnvilError('database.missing', 'This database holds no FORGE to back up.')
  return { format: 1, kind: 'anvil-backup', version: VERSION, created_at: now.toISOString(), migrations: done }
}

function isOfTheFile(error: unknown): error is Error {
  return (
    error instanceof Error && 'syscall' in error && ['open', 'write', 'rename', 'fsync'].includes(String(error.syscall))
  )
}
