import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sealKeyset } from '@anvil/shared/bundle'
import { aKeyset, testForge, testKey } from '@anvil/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cliEnv, runCli } from './support/cli.js'
import { bundleOf, fresh, startForgeServer, time } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const offline = { forgeUrl: 'http://127.0.0.1:1', readyTimeoutMs: 20 }
const old = bundleOf({ hello: 'old' })
const now = bundleOf({ hello: 'now' })
const newer = bundleOf({ hello: 'newer' })
let backup = ''

beforeEach(async () => {
  backup = await mkdtemp(join(tmpdir(), 'anvil-backup-'))
})
afterEach(() => rm(backup, { recursive: true }))

async function scope(): Promise<string> {
  const [name = ''] = (await readdir(harness.dir)).filter((each) => each.endsWith('-production'))
  return join(harness.dir, name)
}

/** A folder that ran #22 and then #23, of which the file of #22 alone is left, put back from a backup. */
async function fellBack(): Promise<string> {
  harness.forge.publish([old], fresh(22))
  await harness.fill()
  const path = await scope()
  await cp(join(path, 'last-good.anvil'), join(backup, 'last-good.anvil'))
  harness.forge.publish([now], fresh(23))
  await harness.fill()
  await cp(join(backup, 'last-good.anvil'), join(path, 'last-good.anvil'))
  await rm(join(path, 'database'), { recursive: true })
  return path
}

async function started(options = {}) {
  const client = harness.client(options)
  await client.start()
  return { client, text: client.prompt('hello', {}, { fallback: 'nothing' }), status: client.status() }
}

describe('a folder that has recorded a higher manifest than it still holds', () => {
  it('renders nothing older, and says what it lacks and what to do', async () => {
    await fellBack()
    const { text, status, client } = await started(offline)
    expect([text, status.state, status.sequence]).toEqual(['nothing', 'NOT_READY', null])
    expect(harness.lines).toContainEqual(expect.stringMatching(/nothing whole is left of #23.*anvil sync/))
    expect(() => client.prompt('hello')).toThrow(/#23/)
  })

  it('is refused by anvil render and shown by anvil status, not served', async () => {
    await fellBack()
    const env = { ...cliEnv(harness), ANVIL_FORGE_URL: 'http://127.0.0.1:1' }
    const { code, stdout, stderr } = await runCli(['render', 'hello'], env)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/#23.*Run anvil sync.*client\.not_ready/)
    expect(stderr).not.toContain('goes on trying')
    expect((await runCli(['status'], env)).stdout).toMatch(/State: +NOT_READY[^]*Next: +run anvil sync/)
  })

  it('takes nothing older from FORGE or a mirror, and proves what it ran', async () => {
    await fellBack()
    harness.forge.publish([old], fresh(22))
    const client = harness.client({ readyTimeoutMs: 100 })
    const rejected = next(client, 'rejected')
    await client.start()
    expect((await rejected).error.code).toBe('manifest.rollback')
    expect(client.status().state).toBe('NOT_READY')
    await expect.poll(() => harness.forge.requests, { timeout: 5_000 }).toContainEqual(expect.stringMatching(/proof$/))
  })

  it('takes no older file and no older bootstrap file', async () => {
    await fellBack()
    const file = join(backup, 'last-good.anvil')
    const { text, client } = await started({ ...offline, bootstrap: file })
    expect(text).toBe('nothing')
    await expect(client.sync({ file })).rejects.toMatchObject({ code: 'manifest.rollback' })
  })

  it.each([
    ['the same', now, 23, 'now'],
    ['a newer one', newer, 24, 'newer'],
  ])('runs again as soon as FORGE gives %s, and keeps it', async (_, bundle, sequence, text) => {
    await fellBack()
    harness.forge.publish([bundle], fresh(sequence))
    const { client, text: shown } = await started()
    expect(shown).toBe(text)
    await client.close()
    expect((await started(offline)).text).toBe(text)
  })

  it('takes no other content under the recorded sequence', async () => {
    await fellBack()
    harness.forge.publish([newer], fresh(23))
    const client = harness.client({ readyTimeoutMs: 100 })
    const rejected = next(client, 'rejected')
    await client.start()
    expect((await rejected).error.code).toBe('manifest.equivocation')
  })

  it('serves the recorded one where its texts are among what is left', async () => {
    harness.forge.publish([now], fresh(22))
    await harness.fill()
    const path = await scope()
    const file = await readFile(join(path, 'last-good.anvil'))
    harness.forge.publish([now], fresh(23))
    await harness.fill()
    await writeFile(join(path, 'last-good.anvil'), file)
    await rm(join(path, 'database'), { recursive: true })
    const { text, status } = await started(offline)
    expect([text, status.sequence]).toEqual(['now', 23])
  })

  it('is open to a higher epoch, whatever the sequence', async () => {
    await fellBack()
    const [root, signer] = [testKey('root'), testKey('signer')]
    const issued_at = time(Date.now() - 1_000_000)
    const second = aKeyset(root, [signer], { number: 2, epoch: 2, issued_at })
    harness.forge.keysets.push(sealKeyset(second, [root]))
    harness.forge.publish([newer], { ...fresh(5), epoch: 2, keyset: 2 })
    const { text, status } = await started()
    expect([text, status.epoch, status.sequence]).toEqual(['newer', 2, 5])
  })

  it('is no bar to another FORGE than the one it recorded', async () => {
    const path = await fellBack()
    await rm(join(path, 'last-good.anvil'))
    const other = await startForgeServer(testForge({ root: 'another', signer: 'another signer' }))
    other.publish([newer], fresh(1))
    const { text, status } = await started({ forgeUrl: other.url, rootKey: other.forge.rootKey })
    await other.close()
    expect([text, status.sequence]).toEqual(['newer', 1])
  })

  it('holds for every process that shares it', async () => {
    harness.forge.publish([old], fresh(22))
    const [one, two] = [harness.client(), harness.client({ mode: 'frozen' })]
    await one.start()
    await two.start()
    await two.sync()
    const changed = next(one, 'changed')
    harness.forge.publish([now], fresh(23))
    await changed
    await one.close()
    harness.forge.publish([old], fresh(22))
    await expect
      .poll(() => two.sync().catch((error: unknown) => error), { timeout: 5_000 })
      .toMatchObject({ code: 'manifest.rollback' })
  })
})

describe('the record of the highest', () => {
  it.each(['', '{', '\u0000', '{"bundles":{},"format":1,"keysets":[],"manifest":{}}'])(
    'that reads %j counts as unknown: what is whole serves, with a warning, and the record is made anew',
    async (content) => {
      harness.forge.publish([now], fresh(23))
      await harness.fill()
      const record = join(await scope(), 'highest.anvil')
      const whole = await readFile(record)
      await writeFile(record, content)
      const { text, client } = await started(offline)
      expect(text).toBe('now')
      expect(harness.lines).toContainEqual(expect.stringContaining('the record of the highest is lost'))
      await client.close()
      expect((await readFile(record)).equals(whole)).toBe(true)
    },
  )

  it('can not be raised by who can not sign', async () => {
    const path = await fellBack()
    const stranger = testForge({ root: 'stranger', signer: 'stranger signer' })
    const { envelope } = stranger.publish([], fresh(99))
    const keysets = stranger.keysets.map((keyset) => Buffer.from(keyset).toString()).join(',')
    const forged = `{"bundles":{},"format":1,"keysets":[${keysets}],"manifest":${Buffer.from(envelope).toString()}}`
    await writeFile(join(path, 'highest.anvil'), forged)
    harness.forge.publish([now], fresh(23))
    expect((await started()).text).toBe('now')
  })

  it('stays where it was while a person runs an older generation, and when that is kept no more', async () => {
    harness.forge.publish([old], fresh(22))
    await harness.fill()
    harness.forge.publish([now], fresh(23))
    await harness.fill()
    const { client } = await started()
    await client.rollback()
    await client.close()
    const rolledBack = await started(offline)
    expect(rolledBack.text).toBe('old')
    await rolledBack.client.close()
    const path = await scope()
    await rm(join(path, 'database'), { recursive: true })
    await rm(join(path, 'last-good.anvil'))
    harness.forge.publish([old], fresh(21))
    const again = harness.client({ readyTimeoutMs: 50 })
    await again.start()
    await expect(again.sync()).rejects.toMatchObject({ code: 'manifest.rollback' })
  })
})
