import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createApp } from '../src/app.js'
import { parseConfig } from '../src/config.js'
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

export async function startPublishingForge(): Promise<PublishingForge> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'anvil-bench-'))
  const config = parseConfig({ ANVIL_DATA_DIR: dataDir, ANVIL_LOG_LEVEL: 'error' })
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
      await rm(dataDir, { recursive: true })
    },
  }
}

/** A text that gzip makes little of, so that the bytes on the wire are those that were asked for. */
function incompressible(bytes: number): string {
  return Array.from({ length: bytes }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('')
}
