import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseConfig } from '../../src/config.js'
import { listen } from '../../src/http/listen.js'
import { startForge } from '../../src/server.js'
import { type ForgeProcess, forgeProcess } from '../support/forge-process.js'

vi.setConfig({ testTimeout: 120_000 })

let root: string
let good: string
let folder: string
const started: ForgeProcess[] = []

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'anvil-process-'))
  good = path.join(root, 'good')
  const config = parseConfig({ ANVIL_DATA_DIR: good })
  await (await startForge({ ...config, port: 0 }, { log: pino({ level: 'silent' }) })).close()
})
beforeEach(async () => {
  folder = await mkdtemp(path.join(root, 'copy-'))
  await cp(good, folder, { recursive: true })
})
afterEach(async () => {
  for (const { signal } of started) signal('SIGKILL')
  await Promise.all(started.splice(0).map(({ ended }) => ended))
})
afterAll(() => rm(root, { recursive: true }))

function start(env: Record<string, string> = {}): ForgeProcess {
  const forge = forgeProcess({ ANVIL_DATA_DIR: folder, ...env })
  started.push(forge)
  return forge
}

async function refusal(env: Record<string, string> = {}): Promise<string> {
  const { how, errors } = await start(env).ended
  expect([how, errors.trimEnd().split('\n').length], errors).toEqual([1, 1])
  return errors
}

describe('FORGE', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends by %s with 0, and frees its folder', async (signal) => {
    const forge = start()
    const url = (await forge.said(/^FORGE is at/)).replace('FORGE is at ', '')
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    forge.signal(signal)
    expect(await forge.ended).toEqual({ how: 0, errors: '' })
    const again = start()
    await again.said(/^FORGE is at/)
  })

  it('listens for this machine only, unless HOST says otherwise', async () => {
    expect(parseConfig({}).host).toBe('127.0.0.1')
    expect(parseConfig({ HOST: '0.0.0.0' }).host).toBe('0.0.0.0')
    expect(await refusal({ HOST: '192.0.2.1' })).toMatch(/can't listen at 192\.0\.2\.1:0.*Check HOST and PORT/)
  })

  it('says that its port is taken', async () => {
    const other = createServer()
    const port = await listen(other, { host: '127.0.0.1', port: 0 })
    expect(await refusal({ PORT: String(port) })).toMatch(new RegExp(`^Port ${port} is taken.*set PORT`))
    other.close()
  })

  it('says that another FORGE uses its folder', async () => {
    await start().said(/^FORGE is at/)
    expect(await refusal()).toMatch(/^Another FORGE uses the data folder .*ANVIL_DATA_DIR/)
  })

  it('names every mistake in its configuration', async () => {
    const said = await refusal({ PORT: '70000', ANVIL_PUBLIC_URL: 'ftp://x', ANVIL_SECRET_KEY: 'short' })
    expect(said).toMatch(/PORT .*; ANVIL_PUBLIC_URL .*; ANVIL_SECRET_KEY /)
    expect(said).not.toContain('short')
  })

  it('refuses another secret key than the one of its database', async () => {
    const key = randomBytes(32).toString('base64url')
    const said = await refusal({ ANVIL_SECRET_KEY: key })
    expect(said).toMatch(/^The secret key is not the one this database was made with\. Put the original one back/)
    expect(said).not.toContain(key)
    await rm(path.join(folder, 'secret.key'))
    expect(await refusal()).toContain('secret.key of the data folder')
  })

  it('says that a database can not be reached, without its password', async () => {
    const said = await refusal({
      DATABASE_URL: 'postgres://ada:pa55word@127.0.0.1:1/anvil',
      ANVIL_SECRET_KEY: randomBytes(32).toString('base64url'),
    })
    expect(said).toMatch(/^The database anvil at 127\.0\.0\.1:1 can't be used: connect ECONNREFUSED.*DATABASE_URL/)
    expect(said).not.toContain('pa55word')
  })

  it('refuses a data folder that is a file', async () => {
    const file = path.join(folder, 'file')
    await writeFile(file, '')
    expect(await refusal({ ANVIL_DATA_DIR: file })).toMatch(/^The data folder .* can't be used: EEXIST/)
  })
})

describe('a data folder', () => {
  it('that is damaged is refused in a sentence', async () => {
    await rm(path.join(folder, 'database/global/pg_control'))
    expect(await refusal()).toMatch(/^The database in .* is damaged and can't be opened\. Restore it from a backup/)
  })

  it('is whole or not there after a first start that was killed', async () => {
    const young = await mkdtemp(path.join(root, 'young-'))
    const first = start({ ANVIL_DATA_DIR: young })
    while (!(await readdir(young)).includes('database.new')) await new Promise(setImmediate)
    first.signal('SIGKILL')
    expect((await first.ended).how).toBe('SIGKILL')
    expect(await readdir(young)).not.toContain('database')
    await start({ ANVIL_DATA_DIR: young }).said(/^FORGE is at/)
    expect(await readdir(young)).not.toContain('database.new')
  })
})
