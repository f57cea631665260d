import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_ID } from '@anvil/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { atTerminal, type Turn } from './support/at-terminal.js'
import { ACCESS_TOKEN, bundleOf, fresh } from './support/forge-server.js'
import { useHarness } from './support/harness.js'

const harness = useHarness()
let application: string
const [ADDRESS, PROJECT, TOKEN] = ["FORGE's address: ", 'Project id: ', 'Access token (not shown): ']
const anvil = (args: string[], turns: Turn[], env: NodeJS.ProcessEnv = {}) =>
  atTerminal(args, turns, { cwd: application, env })
const get = (name: string) => readFile(join(application, name), 'utf8')

beforeEach(async () => {
  application = await mkdtemp(join(tmpdir(), 'anvil-application-'))
  harness.forge.publish([bundleOf({ hello: 'one' })], fresh(3))
})
afterEach(() => rm(application, { recursive: true }))

describe('anvil connect at a terminal', () => {
  const key = () => ({ ANVIL_ROOT_KEY: harness.forge.forge.rootKey })

  async function expectWritten(): Promise<void> {
    expect(await get('.env')).toBe(`ANVIL_ACCESS_TOKEN=${ACCESS_TOKEN}\n`)
    expect(JSON.parse(await get('anvil.config.json'))).toMatchObject({
      forgeUrl: harness.forge.url,
      projectId: PROJECT_ID,
    })
  }

  it('asks one after the other for what it needs, never shows the token, and writes the configuration', async () => {
    const turns: Turn[] = [
      [ADDRESS, `${harness.forge.url}/\r`],
      [PROJECT, `${PROJECT_ID}\r`],
      [TOKEN, `${ACCESS_TOKEN}\r`],
    ]
    const { code, screen, stdout } = await anvil(['connect'], turns, key())
    expect([code, stdout]).toEqual([0, expect.stringContaining('Connected. Written: .env')])
    expect(screen).toContain(harness.forge.url)
    expect(screen).not.toContain(ACCESS_TOKEN.slice(-7))
    await expectWritten()
  })

  it('takes what was pasted in one piece, and does not show the token of it either', async () => {
    const pasted = `${harness.forge.url}\r${PROJECT_ID}\r${ACCESS_TOKEN}\r`
    const { code, screen } = await anvil(['connect'], [[ADDRESS, pasted]], key())
    expect(code).toBe(0)
    for (const shown of [`${PROJECT}${PROJECT_ID}\n`, `${TOKEN}\n`]) expect(screen).toContain(shown)
    expect(screen).not.toContain(ACCESS_TOKEN.slice(-7))
    await expectWritten()
  })

  it('takes corrections as they are typed, and asks only for what was not given', async () => {
    const flags = ['connect', '--forge-url', harness.forge.url, '--project', PROJECT_ID]
    const { code, screen } = await anvil(flags, [[TOKEN, `${ACCESS_TOKEN}xy\u007F\u007F\r`]], key())
    expect(code).toBe(0)
    expect(screen).not.toContain(ADDRESS)
    await expectWritten()
  })

  it('without a root key shows the one that FORGE told, to be compared', async () => {
    const turns: Turn[] = [[ADDRESS, `${harness.forge.url}\r${PROJECT_ID}\r${ACCESS_TOKEN}\r`]]
    const { code, screen } = await anvil(['connect'], turns)
    expect([code, screen]).toEqual([0, expect.stringContaining(`compare ${harness.forge.forge.rootKey}`)])
  })

  it.each<[string, string | null, number, RegExp]>([
    ['the end of the input', null, 3, /Nothing was changed\. \(command\.cancelled\)/],
    ['Ctrl-D', '\u0004', 3, /Nothing was changed\. \(command\.cancelled\)/],
    ['Ctrl-C', '\u0003', 130, /Project id: /],
    ['nothing', '\r\r', 2, /projectId/],
  ])('with %s for an answer ends and writes nothing', async (_, typed, exit, shown) => {
    const turns: Turn[] = [
      [ADDRESS, `${harness.forge.url}\r`],
      [PROJECT, typed],
    ]
    const { code, screen } = await anvil(['connect'], turns)
    expect([code, screen]).toEqual([exit, expect.stringMatching(shown)])
    expect(await readdir(application)).toEqual([])
  })
})

describe('anvil install at a terminal', () => {
  it.each([
    ['y', 0, true],
    ['no', 3, false],
    ['', 3, false],
  ])('after %j ends with %d', async (answer, exit, writes) => {
    await writeFile(join(application, 'package.json'), '{\n  "name": "shop"\n}\n')
    const { code } = await anvil(['install'], [['Write these changes? [y/N] ', `${answer}\r`]])
    expect(code).toBe(exit)
    expect((await readdir(application)).includes('anvil.config.json')).toBe(writes)
  })
})
