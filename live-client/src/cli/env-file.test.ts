import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeEnvFile } from './env-file.js'
import { writeEdits } from './files/file-edit.js'
import { withVariable } from './files/lines-of-file.js'

const home = process.cwd()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-env-file-'))
  process.chdir(folder)
})
afterEach(async () => {
  process.chdir(home)
  await rm(folder, { recursive: true })
})

it('takes from .env what is Anvil’s, and nothing that would change other programs', async () => {
  await writeFile('.env', 'ANVIL_MODE=frozen\nNODE_OPTIONS=--inspect\nPATH=/tmp\nMY_ANVIL_MODE=x\nanvil_port=1\n')
  const env: NodeJS.ProcessEnv = { PATH: '/bin' }
  takeEnvFile(env)
  expect(env).toEqual({ PATH: '/bin', ANVIL_MODE: 'frozen' })
})

it('leaves what is set already', async () => {
  await writeFile('.env', 'ANVIL_MODE=frozen\nANVIL_APP=file\n')
  const env: NodeJS.ProcessEnv = { ANVIL_MODE: 'accepting' }
  takeEnvFile(env)
  expect(env).toEqual({ ANVIL_MODE: 'accepting', ANVIL_APP: 'file' })
})

it('reads back what connect writes, again and again', async () => {
  for (const token of ['anv_production_a_b_c', 'anv_staging_d_e_f']) {
    await writeEdits([await withVariable('.env', 'ANVIL_ACCESS_TOKEN', token)])
    const env: NodeJS.ProcessEnv = {}
    takeEnvFile(env)
    expect(env).toEqual({ ANVIL_ACCESS_TOKEN: token })
  }
})

it('goes on without a .env, or with one that is a folder or shut', async () => {
  const env: NodeJS.ProcessEnv = {}
  takeEnvFile(env)
  await mkdir('.env')
  takeEnvFile(env)
  await rm('.env', { recursive: true })
  await writeFile('.env', '\0\u{1f600}=\n====\n"')
  takeEnvFile(env)
  await chmod('.env', 0o000)
  takeEnvFile(env)
  expect(env).toEqual({})
})
