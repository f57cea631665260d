import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readDemoEnv } from '../src/demo-env.js'
import { addressIn, ROOT, type Running, startQuickStart, temporaryFolder } from './support/quick-start.js'

const READY = 'Ctrl-C stops everything'
const LIMIT_MS = 120_000

let folder: string
let remove: () => Promise<void>
let running: Running

beforeAll(async () => {
  ;({ folder, remove } = await temporaryFolder())
  running = startQuickStart({ ANVIL_DATA_DIR: folder })
  await running.printed(READY)
}, LIMIT_MS)
afterAll(async () => {
  running.child.kill('SIGKILL')
  await remove()
})

it('makes and publishes the demo prompts, and renders them in an application beside it', async () => {
  const page = await (await fetch(addressIn(running.output(), 'Demo application'))).text()
  expect(page).toContain('Hello Ada, good to have you here.')
  expect(page).toContain('مرحبًا ليلى')
  expect(page).toContain('where {{curly braces}} in the customer&#39;s text are just text')
  expect(page).not.toContain('class="failed"')
})

it('writes all that is needed to connect and to sign in, for its owner only', async () => {
  const file = path.join(folder, 'demo.env')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const env = await readDemoEnv(folder)
  expect(env.ANVIL_FORGE_URL).toBe(addressIn(running.output(), 'FORGE'))
  expect(env.ANVIL_ROOT_KEY).toMatch(/^ed25519:[\w-]{43}$/)
  const response = await fetch(`${env.ANVIL_FORGE_URL}/api/v1/projects/${env.ANVIL_PROJECT_ID}/manifest`, {
    headers: { authorization: `Bearer ${env.ANVIL_ACCESS_TOKEN}` },
  })
  expect(response.status).toBe(200)
})

it('prints no secret', async () => {
  const { ANVIL_ADMIN_PASSWORD: password = '', ANVIL_ACCESS_TOKEN: token = '' } = await readDemoEnv(folder)
  expect(password.length).toBeGreaterThanOrEqual(24)
  expect(running.output()).not.toContain(password)
  expect(running.output()).not.toContain(token)
})

it('has a script that changes a prompt with curl, and the application shows it', async () => {
  const script = path.join(ROOT, 'examples/quick-start/change-prompt.sh')
  const env = { PATH: process.env['PATH'], ANVIL_DATA_DIR: folder }
  const changed = running.printed('Hi Ada, nice to see you.')
  await promisify(execFile)('bash', [script, 'welcome.en', 'Hi {{name}}, nice to see you.'], { env })
  await changed
  expect(await (await fetch(addressIn(running.output(), 'Demo application'))).text()).toContain('Hi Ada, nice')
})

it("has a script that ends with FORGE's sentence where a change is none", async () => {
  const script = path.join(ROOT, 'examples/quick-start/change-prompt.sh')
  const change = (env: Record<string, string | undefined>) =>
    promisify(execFile)('bash', [script, 'welcome.en', 'Hi {{name}}, nice to see you.'], { env })
  const { PATH } = process.env
  await expect(change({ PATH, ANVIL_DATA_DIR: folder })).rejects.toMatchObject({
    code: 1,
    stderr: 'The environment production runs exactly this already, at sequence 2. There is nothing to publish.\n',
  })
}, 60_000)

it('refuses a second start on the same folder, and one on a taken port, each in a sentence', async () => {
  const second = startQuickStart({ ANVIL_DATA_DIR: folder })
  expect(await second.ended).toBe(1)
  expect(second.output().split('\n')).toHaveLength(1)
  expect(second.output()).toMatch(
    /^Another FORGE uses the data folder .*\. Stop it, or set ANVIL_DATA_DIR to another folder\.$/,
  )
  const other = await temporaryFolder()
  const port = new URL(addressIn(running.output(), 'FORGE')).port
  const third = startQuickStart({ ANVIL_DATA_DIR: other.folder, PORT: port })
  expect(await third.ended).toBe(1)
  expect(third.output()).toBe(`Port ${port} is taken by another program. Stop it, or set PORT to a free one.`)
  await other.remove()
}, 60_000)

it(
  'ends all of it cleanly on Ctrl-C, and comes back with the same data',
  async () => {
    const [before, page] = [
      await readFile(path.join(folder, 'demo.env'), 'utf8'),
      addressIn(running.output(), 'Demo application'),
    ]
    running.child.kill('SIGINT')
    expect(await running.ended).toBe(0)
    await expect(fetch(page)).rejects.toThrow()
    running = startQuickStart({ ANVIL_DATA_DIR: folder })
    await running.printed(READY)
    expect(running.output()).not.toContain('First start')
    const after = await readFile(path.join(folder, 'demo.env'), 'utf8')
    expect(after.split('\n').slice(1)).toEqual(before.split('\n').slice(1))
    expect(await (await fetch(addressIn(running.output(), 'Demo application'))).text()).toContain('Hi Ada, nice')
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
  },
  LIMIT_MS,
)
