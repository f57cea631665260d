import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect } from 'node:net'
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

const isServing = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

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

  it.each([
    ['SIGTERM', 'SIGINT'],
    ['SIGTERM', 'SIGTERM'],
  ] as const)('that waits for a request after %s ends at once by %s', async (first, second) => {
    const forge = start({ ANVIL_STOP_GRACE_MS: '600000' })
    const url = (await forge.said(/^FORGE is at/)).replace('FORGE is at ', '')
    const request = connect(Number(new URL(url).port), '127.0.0.1')
    request.on('error', () => undefined)
    request.write(
      'POST /api/v1/setup HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    )
    await expect.poll(() => isServing(url), { timeout: 10_000 }).toBe(true)
    forge.signal(first)
    await expect.poll(() => isServing(url), { timeout: 10_000 }).toBe(false)
    forge.signal(second)
    expect(await forge.ended).toEqual({ how: second, errors: '' })
  })

  it('listens for this machine only, unless HOST says otherwise', async () => {
    expect(parseConfig({}).host).toBe('127.0.0.1')
    expect(parseConfig({ HOST: '0.0.0.0' }).host).toBe('0.0.0.0')
    expect(await refusal({ HOST: '192.0.2.1' })).toMatch(/can't listen at 192\.0\.2\.1:0.*Check HOST and PORT/)
  })

  it('warns where it listens beyond this machine without TLS, and not behind a proxy that has it', async () => {
    const open = start({ HOST: '0.0.0.0' })
    expect(await open.said(/^FORGE listens beyond this machine/)).toMatch(/ANVIL_TLS_CERT.*ANVIL_PUBLIC_URL/)
    open.signal('SIGTERM')
    await open.ended
    const behind = start({ HOST: '0.0.0.0', ANVIL_PUBLIC_URL: 'https://forge.example.com' })
    expect(await behind.said(/^People and instances/)).toContain('https://forge.example.com')
    behind.signal('SIGTERM')
    await behind.ended
    expect(behind.log.join('')).not.toContain('beyond this machine')
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
  })

  it('makes no secret key for a database that has one, and takes no file for a key that is none', async () => {
    const file = path.join(folder, 'secret.key')
    const kept = await readFile(file, 'utf8')
    for (const text of ['', 'bad', kept.slice(0, 42), `${kept}=`]) {
      await writeFile(file, text)
      expect(await refusal()).toMatch(/secret\.key holds no secret key: that has 32 bytes in base64url/)
      expect(await readFile(file, 'utf8')).toBe(text)
    }
    await rm(file)
    expect(await refusal()).toMatch(
      /^The secret key that this database was made with is missing\. Put its file back to /,
    )
    expect(existsSync(file)).toBe(false)
    await writeFile(file, kept, { mode: 0o600 })
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
