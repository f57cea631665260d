import { rm } from 'node:fs/promises'
import type { Database } from './generations.js'

/** Opens the database for one piece of work and closes it again; the caller holds the folder's lock. */
export async function withDatabase<T>(path: string, work: (db: Database) => Promise<T>): Promise<T> {
  const { Level } = await import('level')
  const db: Database = new Level(path, { keyEncoding: 'utf8', valueEncoding: 'view' })
  await db.open()
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** The same for writing: a database that can't be opened because it is damaged is made anew. */
export async function withWritableDatabase<T>(path: string, work: (db: Database) => Promise<T>): Promise<T> {
  try {
    return await withDatabase(path, work)
  } catch (error) {
    if (!isDamage(error)) throw error
    await rm(path, { recursive: true, force: true })
    return withDatabase(path, work)
  }
}

function isDamage(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return codeOf(error) === 'LEVEL_CORRUPTION' || codeOf(cause) === 'LEVEL_CORRUPTION'
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
