import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createApp } from '../src/app.js'
import { parseConfig } from '../src/config.js'
import { openPostgres } from '../src/db/open-database.js'
import { startForge } from '../src/server.js'
import { lock, openOffice } from '../test/support/content.js'
import { accessToken, release } from '../test/support/release.js'

/** A FORGE whose one prompt set can be published again and again with texts of a size. */
export interface PublishingForge {
  url: string
  projectId: string
  token: string
  /** Locks a new text of so many bytes, and returns how to publish it. */
  prepare: (bytes: number) => Promise<() => Promise<void>>
  close: () => Promise<void>
}

/** Starts FORGE on its embedded database, or on a database of its own on a PostgreSQL server. */
export async function startPublishingForge(server: string | undefined): Promise<PublishingForge> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'anvil-bench-'))
  const postgres = server === undefined ? undefined : await postgresDatabase(server)
  const secret = { ANVIL_SECRET_KEY: randomBytes(32).toString('base64url'), ANVIL_LOG_LEVEL: 'error' }
  const config = parseConfig({ ANVIL_DATA_DIR: dataDir, ...secret, ...postgres?.env })
  const forge = await startForge({ ...config, port: 0 })
  const office = await openOffice({ ctx: forge.ctx, app: createApp(forge.ctx) })
  const set = await office.newSet('Bench')
  const { value } = await accessToken(office.author, office.projectId)
  let locked = false
  return {
    url: forge.url,
    projectId: office.projectId,
    token: value,
    prepare: async (bytes) => {
      if (locked) await set.move({ status: 'LIVE' }).expect(200)
      locked = true
      await set.write('text', incompressible(bytes))
      const { version } = await lock(set, office.reviewer)
      return async () => void (await release(office.author, office.projectId, { prompt_set_id: set.id, version }))
    },
    close: async () => {
      await forge.close()
      await postgres?.drop()
      await rm(dataDir, { recursive: true })
    },
  }
}

async function postgresDatabase(server: string): Promise<{ env: Record<string, string>; drop: () => Promise<void> }> {
  const name = `anvil_bench_${randomBytes(6).toString('hex')}`
  const admin = openPostgres(server, 1)
  await admin.db.raw(`CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = name
  return {
    env: { DATABASE_URL: url.href },
    drop: async () => {
      await admin.db.raw(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.close()
    },
  }
}

/** A text that gzip makes little of, so that the bytes on the wire are those that were asked for. */
function incompressible(bytes: number): string {
  return Array.from({ length: bytes }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('')
}
