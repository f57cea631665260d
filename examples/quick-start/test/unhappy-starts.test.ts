import { execFile } from 'node:child_process'
import { readdir, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readDemoEnv, isComplete } from '../src/demo-env.js'
import { ROOT, startQuickStart, temporaryFolder } from './support/quick-start.js'

const READY = 'Ctrl-C stops everything'
const LIMIT_MS = 180_000

let folder: string
let remove: () => Promise<void>
beforeEach(async () => {
  ;({ folder, remove } = await temporaryFolder())
})
afterEach(() => remove())

it.each(['First start', 'Shared: 12 prompts', 'Both prompt sets are locked'])(
  'goes on at the next start where the first was killed after it said "%s"',
  async (stage) => {
    const first = startQuickStart({ ANVIL_DATA_DIR: folder })
    await first.printed(stage)
    first.child.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    const second = startQuickStart({ ANVIL_DATA_DIR: folder })
    await second.printed(READY)
    expect(isComplete(await readDemoEnv(folder))).toBe(true)
    expect(second.output()).toContain('welcome.en (version 1.0.0')
    second.child.kill('SIGINT')
    expect(await second.ended).toBe(0)
  },
  LIMIT_MS,
)

it(
  'says in a sentence that a data folder is damaged',
  async () => {
    const first = startQuickStart({ ANVIL_DATA_DIR: folder })
    await first.printed('First start')
    first.child.kill('SIGKILL')
    await first.ended
    const database = path.join(folder, 'database')
    for (const name of await readdir(database, { recursive: true }))
      if (name.endsWith('pg_control')) await truncate(path.join(database, name), 1)
    const second = startQuickStart({ ANVIL_DATA_DIR: folder })
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/can't be opened\. Restore it from a backup, or set ANVIL_DATA_DIR/)
    expect(second.output().split('\n')).toHaveLength(1)
  },
  LIMIT_MS,
)

it(
  'leaves a FORGE alone that somebody else has set up',
  async () => {
    const first = startQuickStart({ ANVIL_DATA_DIR: folder })
    await first.printed('Shared: 12 prompts')
    first.child.kill('SIGKILL')
    await first.ended
    await writeFile(path.join(folder, 'demo.env'), '')
    const second = startQuickStart({ ANVIL_DATA_DIR: folder })
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/was not set up by npm start\. Set ANVIL_DATA_DIR to an empty folder/)
  },
  LIMIT_MS,
)

it.each(['start', 'test'])('npm %s says which Node it needs before it reads anything else', async (command) => {
  const older = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.19.1'}})`
  const run = promisify(execFile)(process.execPath, ['--import', older, path.join(ROOT, `.ci/${command}.mjs`)])
  await expect(run).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: `Anvil needs Node 20.19 or newer, and this is Node 18.19.1. Install a current Node from https://nodejs.org, then run npm ${command} again.\n`,
  })
})
