import type { ChildProcess } from 'node:child_process'
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, kill, nextMessage, startAsStranger, startOnFullDisk, until } from './support/child.js'
import { cliEnv } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const NONSENSE = ['', '{', 'null', '{"mode":"frozen?"}', '{"epoch":-1}', '[]', '\u0000']
const children: ChildProcess[] = []
const SERVE = ['serve until told to stop']
const offline = { forgeUrl: 'http://127.0.0.1:1', readyTimeoutMs: 20 }
const one = bundleOf({ hello: 'one' })
/** Larger than any file may grow on the full disks here. */
const two = bundleOf({ hello: 'two', large: 'x'.repeat(200_000) })

const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...cliEnv(harness),
  ANVIL_TRANSPORT: 'pull',
  ANVIL_SYNC_INTERVAL_MS: '100',
  ...more,
})

function onFullDisk(blocks: number, more: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = startOnFullDisk('run-child.ts', SERVE, { blocks, env: env(more) })
  children.push(child)
  return child
}

function asStranger(more: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = startAsStranger('run-child.ts', SERVE, env(more))
  children.push(child)
  return child
}

async function problemOf(child: ChildProcess): Promise<void> {
  for (;;) {
    const status = await ask(child, 'status')
    if (/"problem":"[^"]/.test(JSON.stringify(status))) return expect(status).toMatchObject({ state: 'READY' })
  }
}

async function scope(): Promise<string> {
  const [name = ''] = (await readdir(harness.dir)).filter((each) => each.endsWith('-production'))
  return join(harness.dir, name)
}

async function filled(): Promise<string> {
  harness.forge.publish([one], fresh(1))
  await harness.fill()
  return scope()
}

async function offlineText(): Promise<string> {
  const client = harness.client(offline)
  await client.start()
  const text = client.prompt('hello', {}, { fallback: 'nothing' })
  await client.close()
  return text
}

describe('a disk that is full', () => {
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child)
  })

  it('at a write costs a line in the status, not the update; what was kept before stays whole', async () => {
    await filled()
    const child = onFullDisk(64)
    expect(await nextMessage(child)).toBe('one')
    harness.forge.publish([two], fresh(2))
    await until(child, 'two')
    await problemOf(child)
    await kill(child)
    expect(await offlineText()).toBe('one')
    const mended = harness.client()
    const changed = next(mended, 'changed')
    await mended.start()
    await changed
    await mended.close()
    expect(await offlineText()).toBe('two')
  })

  it('at the start does not keep what was kept from serving', async () => {
    await filled()
    const child = onFullDisk(0, { ANVIL_FORGE_URL: 'http://127.0.0.1:1', ANVIL_READY_TIMEOUT_MS: '50' })
    expect(await nextMessage(child)).toBe('one')
    expect(await ask(child, 'status')).toMatchObject({ state: 'READY', source: 'cache', sequence: 1 })
    await kill(child)
    expect(await offlineText()).toBe('one')
  })

  it('at the start with nothing kept leaves memory', async () => {
    harness.forge.publish([one], fresh(1))
    const child = onFullDisk(0)
    expect(await nextMessage(child)).toBe('one')
    await problemOf(child)
    harness.forge.publish([two], fresh(2))
    await until(child, 'two')
  })
})

describe('a folder of somebody else', () => {
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child)
    await chmod(harness.dir, 0o700)
  })

  it('that can not be entered leaves memory, and its files as they are', async () => {
    const path = await filled()
    await chmod(harness.dir, process.getuid?.() === 0 ? 0o700 : 0o000)
    const child = asStranger()
    expect(await nextMessage(child)).toBe('one')
    expect(await ask(child, 'status')).toMatchObject({ source: 'pull' })
    await problemOf(child)
    await kill(child)
    await chmod(harness.dir, 0o700)
    expect((await stat(path)).isDirectory()).toBe(true)
    expect(await offlineText()).toBe('one')
  })

  it('that can not be made anywhere leaves memory, and says so', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client({ cacheDir: '/proc/anvil' })
    await client.start()
    expect(client.prompt('hello')).toBe('one')
    const problem = () => client.status().cache.problem
    await expect.poll(problem).toMatch(/\/proc\/anvil/)
    await client.close()
  })

  it('that can only be read serves what it holds, and later ones from memory', async () => {
    const path = await filled()
    await readOnly(harness.dir)
    const before = await readdir(path)
    const child = asStranger()
    expect(await nextMessage(child)).toBe('one')
    expect(await ask(child, 'status')).toMatchObject({ sequence: 1 })
    harness.forge.publish([two], fresh(2))
    await until(child, 'two')
    await problemOf(child)
    await kill(child)
    expect(await readdir(path)).toEqual(before)
    await writable(harness.dir)
    expect(await offlineText()).toBe('one')
  })
})

async function readOnly(path: string): Promise<void> {
  for (const name of await readdir(path, { recursive: true, withFileTypes: true }))
    await chmod(join(name.parentPath, name.name), name.isDirectory() ? 0o555 : 0o444)
  await chmod(path, 0o555)
}

async function writable(path: string): Promise<void> {
  await chmod(path, 0o700)
  for (const name of await readdir(path, { recursive: true, withFileTypes: true })) {
    await chmod(join(name.parentPath, name.name), name.isDirectory() ? 0o700 : 0o600)
  }
}

describe('a folder', () => {
  it('that vanishes while a client runs is made again by the next update', async () => {
    const path = await filled()
    const client = harness.client()
    await client.start()
    await rename(path, `${path}-gone`)
    await rm(`${path}-gone`, { recursive: true, maxRetries: 10 })
    const changed = next(client, 'changed')
    harness.forge.publish([two], fresh(2))
    await changed
    await client.close()
    expect(await offlineText()).toBe('two')
  })

  it('that is moved away while a client runs does not stop it', async () => {
    const path = await filled()
    const client = harness.client()
    await client.start()
    await rename(path, `${path}-moved`)
    const changed = next(client, 'changed')
    harness.forge.publish([two], fresh(2))
    await changed
    expect(client.prompt('hello')).toBe('two')
  })

  it.each(['last-good.anvil', 'highest.anvil', 'saving.json', 'contact.json', 'pin.json', 'synced.json'])(
    'in which %s is a folder serves all the same, and takes the next update',
    async (name) => {
      const path = await filled()
      await rm(join(path, name), { force: true })
      await mkdir(join(path, name))
      const client = harness.client()
      await client.start()
      const changed = next(client, 'changed')
      harness.forge.publish([two], fresh(2))
      await changed
      expect(client.prompt('hello')).toBe('two')
    },
  )

  it.each(['database', 'lock'])(
    'in which %s is a file serves all the same, and takes the next update',
    async (name) => {
      const path = await filled()
      await rm(join(path, name), { recursive: true, force: true })
      await writeFile(join(path, name), 'not a folder')
      const client = harness.client()
      await client.start()
      expect(client.prompt('hello')).toBe('one')
      const changed = next(client, 'changed')
      harness.forge.publish([two], fresh(2))
      await changed
      await client.close()
      expect(client.prompt('hello')).toBe('two')
      expect(client.status().cache.problem).not.toBeNull()
    },
  )

  it.each(NONSENSE)('whose small files all read %j serves', async (content) => {
    const path = await filled()
    for (const name of ['highest.anvil', 'saving.json', 'contact.json', 'pin.json', 'synced.json'])
      await writeFile(join(path, name), content)
    const client = harness.client(offline)
    await client.start()
    expect([client.prompt('hello'), client.status().mode]).toEqual(['one', 'accepting'])
  })
})
