import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { demoEnvFile, isComplete, readDemoEnv, writeDemoEnv } from './demo-env.js'

const folder = await mkdtemp(path.join(tmpdir(), 'anvil-demo-env-'))
afterAll(() => rm(folder, { recursive: true }))

const complete = {
  ANVIL_FORGE_URL: 'http://localhost:4000',
  ANVIL_PROJECT_ID: '2f0c8a36-6a4f-4d7e-9d57-0c5d8d2d5c11',
  ANVIL_ACCESS_TOKEN: 'anv_production_a_b_c',
  ANVIL_ROOT_KEY: 'ed25519:abc',
  ANVIL_ADMIN_EMAIL: 'admin@example.com',
  ANVIL_ADMIN_PASSWORD: 'a=b=c',
}

it('reads back what it wrote, in a file that only its owner can read', async () => {
  const dataDir = path.join(folder, 'new')
  await writeDemoEnv(dataDir, complete)
  expect(await readDemoEnv(dataDir)).toEqual(complete)
  expect((await stat(demoEnvFile(dataDir))).mode & 0o777).toBe(0o600)
})

it('writes lines that a shell can source', async () => {
  await writeDemoEnv(folder, complete)
  expect((await readFile(demoEnvFile(folder), 'utf8')).split('\n')[0]).toBe('ANVIL_FORGE_URL=http://localhost:4000')
})

it('takes away the rights that others had on an older file', async () => {
  const dataDir = path.join(folder, 'open')
  await writeDemoEnv(dataDir, {})
  await writeFile(`${demoEnvFile(dataDir)}.new`, '', { mode: 0o644 })
  await writeDemoEnv(dataDir, complete)
  expect((await stat(demoEnvFile(dataDir))).mode & 0o777).toBe(0o600)
})

it('holds nothing before the first start, and is complete only with every line', async () => {
  expect(await readDemoEnv(path.join(folder, 'nowhere'))).toEqual({})
  expect(isComplete({ ANVIL_ADMIN_EMAIL: 'admin@example.com', ANVIL_ADMIN_PASSWORD: 'x' })).toBe(false)
  expect(isComplete(complete)).toBe(true)
})
