import { chmod, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const offline = { forgeUrl: 'http://127.0.0.1:1', readyTimeoutMs: 20 }

async function folder(): Promise<string> {
  const [scope = ''] = (await readdir(harness.dir)).filter((name) => name.endsWith('-production'))
  return join(harness.dir, scope)
}

async function filled(sequence = 3): Promise<string> {
  harness.forge.publish([bundleOf({ hello: 'whole' })], fresh(sequence))
  await harness.fill()
  return folder()
}

async function flip(path: string, text: string): Promise<void> {
  const bytes = await readFile(path)
  const at = bytes.indexOf(text)
  expect(at).toBeGreaterThan(0)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(path, bytes)
}

async function flipInDatabase(path: string, text: string): Promise<void> {
  for (const name of await readdir(join(path, 'database'))) {
    const file = join(path, 'database', name)
    if ((await readFile(file)).includes(text)) await flip(file, text)
  }
}

async function served(options = {}) {
  const client = harness.client({ ...offline, ...options })
  await client.start()
  return { client, text: client.prompt('hello', {}, { fallback: 'nothing' }), status: client.status() }
}

describe('a cache folder', () => {
  it('with a flipped bit in the last good file serves from the database, and is mended', async () => {
    const path = await filled()
    await flip(join(path, 'last-good.anvil'), 'whole')
    const { text, client } = await served()
    expect(text).toBe('whole')
    await client.close()
    expect((await readFile(join(path, 'last-good.anvil'))).includes('whole')).toBe(true)
    expect(harness.lines.join('\n')).toMatch(/damaged/)
  })

  it('with a flipped bit in the database serves the last good file, and is mended', async () => {
    const path = await filled()
    await flipInDatabase(path, 'whole')
    const { text, client } = await served()
    expect(text).toBe('whole')
    await client.close()
    await rm(join(path, 'last-good.anvil'))
    expect((await served()).text).toBe('whole')
  })

  it('never serves altered text, wherever the bit was', async () => {
    const path = await filled()
    await flip(join(path, 'last-good.anvil'), 'whole')
    await flipInDatabase(path, 'whole')
    const { text, status } = await served()
    expect([text, status.state]).toEqual(['nothing', 'NOT_READY'])
  })

  it('that lost its bundles still takes nothing older than it has recorded', async () => {
    const path = await filled(9)
    await flip(join(path, 'last-good.anvil'), 'whole')
    await flipInDatabase(path, 'whole')
    harness.forge.publish([bundleOf({ hello: 'older' })], fresh(8))
    const client = harness.client({ readyTimeoutMs: 100 })
    const rejected = next(client, 'rejected')
    await client.start()
    expect((await rejected).error.code).toBe('manifest.rollback')
    const changed = next(client, 'changed')
    harness.forge.publish([bundleOf({ hello: 'whole' })], fresh(9))
    await changed
    expect(client.prompt('hello')).toBe('whole')
  })

  it.each(['last-good.anvil', 'highest.anvil', 'saving.json', 'contact.json'])(
    'without %s serves all the same',
    async (name) => {
      await rm(join(await filled(), name))
      expect((await served()).text).toBe('whole')
    },
  )

  it('with a truncated last good file serves from the database', async () => {
    await truncate(join(await filled(), 'last-good.anvil'), 100)
    expect((await served()).text).toBe('whole')
  })

  it('with a database of garbage serves the last good file, and takes the next update into a new one', async () => {
    const path = await filled()
    for (const name of await readdir(join(path, 'database'))) await writeFile(join(path, 'database', name), 'garbage')
    const client = harness.client()
    await client.start()
    expect(client.prompt('hello')).toBe('whole')
    const changed = next(client, 'changed')
    harness.forge.publish([bundleOf({ hello: 'next' })], fresh(4))
    await changed
    await client.close()
    await rm(join(path, 'last-good.anvil'))
    expect((await served()).text).toBe('next')
  })

  it('from which an older last good file is put back serves the newer state', async () => {
    const path = await filled(3)
    const old = await readFile(join(path, 'last-good.anvil'))
    harness.forge.publish([bundleOf({ hello: 'newer' })], fresh(4))
    await harness.fill()
    await writeFile(join(path, 'last-good.anvil'), old)
    expect((await served()).text).toBe('newer')
  })

  it('that can only be read serves, and costs one warning', async () => {
    const path = await filled()
    const files = ['.', 'lock', 'database'].map((name) => join(path, name))
    for (const file of files) await chmod(file, 0o500)
    const { text, client } = await served()
    await client.close()
    for (const file of files) await chmod(file, 0o700)
    expect(text).toBe('whole')
  })

  it('that can not be made leaves memory, one warning, and a line in the status', async () => {
    harness.forge.publish([bundleOf({ hello: 'whole' })], fresh(1))
    await writeFile(join(harness.dir, 'file'), '')
    const client = harness.client({ cacheDir: join(harness.dir, 'file/cache') })
    await client.start()
    const changed = next(client, 'changed')
    harness.forge.publish([bundleOf({ hello: 'next' })], fresh(2))
    await changed
    expect(client.prompt('hello')).toBe('next')
    await client.close()
    expect(client.status().cache.problem).toMatch(/can't be used/)
    expect(harness.lines.filter((line) => line.includes("can't be used")).length).toBe(1)
  })

  it('of false keeps nothing on the disk', async () => {
    harness.forge.publish([bundleOf({ hello: 'whole' })], fresh(1))
    const client = harness.client({ cacheDir: false })
    await client.start()
    await client.close()
    expect(client.status().cache).toEqual({ folder: null, problem: null })
    expect(await readdir(harness.dir)).toEqual([])
  })
})
