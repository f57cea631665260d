import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Anvil, type AnvilOptions, createAnvil } from '@anvil/live-client'
import type { Publication } from '@anvil/shared/api'
import { expect } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from './content.js'
import type { TestForge } from './forge.js'
import { besideForge, type CliResult, type OperatorServer, operatorServer } from './operator.js'
import { accessToken, release } from './release.js'
import type { RunningForge } from './running-forge.js'

/** What the operator's stories are played on: a FORGE that is stopped and started, people at it, applications around it. */
export interface OperatorStage {
  server: OperatorServer
  office: Office
  set: PromptSetDesk
  token: string
  readonly forge: RunningForge
  /** Writes, locks and publishes a new text of `welcome`. */
  publishText: (template: string) => Promise<Publication>
  /** Starts a client with a folder of this name, pinned to the root key that FORGE had first. */
  client: (name: string, options?: AnvilOptions) => Promise<Anvil>
  stop: () => Promise<void>
  /** Starts FORGE again at its old address: on its own server, or on another. */
  start: (server?: OperatorServer) => Promise<void>
  /** Runs `anvil-forge` as one has to: beside FORGE on PostgreSQL, else between a stop and a start. */
  operate: (...args: string[]) => Promise<CliResult>
  /** A file of this name that is removed with the stage. */
  file: (name: string) => string
  close: () => Promise<void>
}

const PATIENCE = { timeout: 60_000 }

/** Sets the stage: production runs version 1.0.0, whose `welcome` is "Welcome {{name}}!". */
export async function operatorStage(options: { embedded?: boolean } = {}): Promise<OperatorStage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'anvil-stage-'))
  const own = await operatorServer(options)
  const clients: Anvil[] = []
  let server = own
  let forge: RunningForge | undefined = await server.start()
  const { port } = forge
  const there = (): RunningForge => forge ?? expect.fail('FORGE is stopped')
  const live: TestForge = {
    get app() {
      return there().app
    },
    get ctx() {
      return there().ctx
    },
  }
  const office = await openOffice(live)
  const set = await office.newSet('Onboarding')
  const { value: token } = await accessToken(office.author, office.projectId)
  const publish = async (): Promise<Publication> => {
    const { version } = await lock(set, office.reviewer)
    return release(office.author, office.projectId, { prompt_set_id: set.id, version })
  }
  await set.write('welcome', 'Welcome {{name}}!')
  await publish()
  const { url } = forge
  const { rootKey } = forge.ctx.signing
  const stop = async (): Promise<void> => {
    await forge?.close()
    forge = undefined
  }
  const start = async (other = server): Promise<void> => {
    server = other
    forge = await server.start({ port })
  }
  return {
    server: own,
    office,
    set,
    token,
    get forge() {
      return there()
    },
    publishText: async (template) => {
      const { body } = await set.call('get').expect(200)
      if (body.status === 'LOCKED') await set.move({ status: 'LIVE' }).expect(200)
      await set.write('welcome', template)
      return publish()
    },
    client: async (name, more = {}) => {
      const place = {
        forgeUrl: url,
        projectId: office.projectId,
        accessToken: token,
        cacheDir: path.join(folder, name),
      }
      const made = createAnvil({ ...place, rootKey, logger: false, ...more })
      made.on('error', () => undefined)
      clients.push(made)
      await made.start()
      return made
    },
    stop,
    start,
    operate: async (...args) => {
      if (besideForge() && forge) return server.cli(args)
      const wasRunning = forge !== undefined
      await stop()
      const done = await server.cli(args)
      if (wasRunning) await start()
      return done
    },
    file: (name) => path.join(folder, name),
    close: async () => {
      for (const client of clients) await client.close()
      await stop()
      await own.remove()
      await rm(folder, { recursive: true })
    },
  }
}

/** Waits until a client renders `welcome` for Ada as this text. */
export const renders = (client: Anvil, text: string) =>
  expect.poll(() => client.prompt('welcome', { name: 'Ada' }), PATIENCE).toBe(text)

/** Waits until a client's status holds all of this. */
export const becomes = (client: Anvil, status: object) =>
  expect.poll(() => client.status(), PATIENCE).toMatchObject(status)

export const connected = (client: Anvil) => becomes(client, { connection: { via: 'socket' } })
