import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { setUp } from '../src/forge/set-up.js'
import { draftDigest, lock, moveTo, readPromptSet, writeText } from '../src/forge/prompt-set.js'
import { refusedWith } from '../src/forge/refused-with.js'
import { ForgeProcess } from '../src/processes/forge-process.js'

const BUILT = [fileURLToPath(new URL('../../../forge/dist/main.js', import.meta.url))]

let folder: string
let forge: ForgeProcess
const env = { PATH: process.env['PATH'] }

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-tour-test-'))
  forge = new ForgeProcess(path.join(folder, 'forge'), BUILT)
  await forge.start(env)
}, 120_000)
afterAll(async () => {
  await forge.stop()
  await rm(folder, { recursive: true, force: true })
})

it('sets a project up, which is still there under the same address after a kill', async () => {
  const project = await setUp(forge.url, await forge.setupCode())
  await writeText(project, 'Hello {{name}} of {{product}}')
  const address = forge.url
  await forge.kill()
  expect(await refusedWith(readPromptSet(project))).toBe('network.unreachable')
  await forge.start(env)
  expect(forge.url).toBe(address)
  expect(await readPromptSet(project)).toEqual({ status: 'LIVE', locked_version: null })
  await moveTo(project, 'REVIEW')
  expect(await refusedWith(lock(project, await draftDigest(project)))).toBe('approval.missing')
}, 120_000)

it('has an address only once it was started', () => {
  expect(() => new ForgeProcess(folder).url).toThrow('FORGE was not started yet')
})

it('says what FORGE printed where it does not start', async () => {
  const second = new ForgeProcess(path.join(folder, 'forge'), BUILT)
  await expect(second.start(env)).rejects.toThrow(/FORGE ended: [^]*Another FORGE uses the data folder/)
}, 60_000)
