import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_ID, testForge } from '@anvil/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from './support/cli.js'
import { ACCESS_TOKEN, bundleOf, fresh } from './support/forge-server.js'
import { useHarness } from './support/harness.js'

const harness = useHarness()
let application: string
const anvil = (args: string[], env: NodeJS.ProcessEnv = {}, stdin = '') =>
  runCli(args, { NO_COLOR: '1', ...env }, { cwd: application, stdin })
const put = (name: string, text: string) => writeFile(join(application, name), text)
const get = (name: string) => readFile(join(application, name), 'utf8')

beforeEach(async () => {
  application = await mkdtemp(join(tmpdir(), 'anvil-application-'))
  await put(
    'package.json',
    '{\n  "name": "shop",\n  "type": "module",\n  "dependencies": {\n    "express": "5.3.0"\n  }\n}\n',
  )
  harness.forge.publish([bundleOf({ hello: 'one' })], fresh(3))
})
afterEach(() => rm(application, { recursive: true }))

describe('anvil install', () => {
  const server =
    "import express from 'express'\nimport {\n  a,\n  b,\n} from './parts.js'\n\nconst app = express()\napp.use(express.json())\n"

  it('shows and writes what is missing, and has nothing to do a second time', async () => {
    await put('server.js', server)
    const { code, stdout, stderr } = await anvil(['install', '--yes'])
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('Written: package.json, anvil.config.json, .gitignore, server.js'),
    ])
    expect(stderr).toContain('+     "@anvil/live-client": "0.1.0"')
    expect(JSON.parse(await get('package.json'))).toMatchObject({
      dependencies: { '@anvil/live-client': '0.1.0', express: '5.3.0' },
    })
    expect(await get('.gitignore')).toBe('.env\n.anvil-cache/\n')
    expect(await get('server.js')).toBe(
      "import express from 'express'\nimport {\n  a,\n  b,\n} from './parts.js'\nimport { anvil } from '@anvil/live-client'\n\nconst app = express()\nawait anvil.start()\napp.post('/anvil/receive', anvil.receiver())\napp.use(express.json())\n",
    )
    expect((await anvil(['install', '--json'])).json).toMatchObject({ result: 'nothing_to_do', files: [] })
  })

  it('mounts the receiver in a CommonJS application with its own marks, and starts the client there', async () => {
    await put('app.js', "'use strict';\nconst express = require('express');\nconst web = express();\n")
    const { stderr } = await anvil(['install', '--yes'])
    expect(stderr).toMatch(/app\.js is CommonJS.* Render prompts once its promise has resolved/)
    const source = await get('app.js')
    expect(source).toContain("const { anvil } = require('@anvil/live-client');\n")
    expect(source).toContain(
      "const web = express();\nvoid anvil.start();\nweb.post('/anvil/receive', anvil.receiver());\n",
    )
  })

  it('only shows with --dry-run', async () => {
    const before = await readdir(application)
    const { code, stdout } = await anvil(['install', '--dry-run'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('Would write')])
    expect(await readdir(application)).toEqual(before)
  })

  it('writes nothing without --yes where nobody can be asked', async () => {
    const before = await get('package.json')
    const { code, stderr } = await anvil(['install'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--yes')])
    expect(await get('package.json')).toBe(before)
  })

  it('says how to mount the receiver where it can not tell in which file', async () => {
    await put('server.js', server)
    await put('main.js', server)
    const { stderr } = await anvil(['install', '--dry-run'])
    expect(stderr).toContain("app.post('/anvil/receive', anvil.receiver())")
    expect(await get('main.js')).toBe(server)
  })

  it.each([
    ['there is no package.json', async () => rm(join(application, 'package.json')), 'no package.json'],
    ['package.json is not JSON', async () => put('package.json', '{'), 'is not JSON'],
  ])('stops where %s', async (_what, prepare, why) => {
    await prepare()
    const { code, stderr } = await anvil(['install', '--yes'])
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)])
  })
})

describe('anvil connect', () => {
  const flags = () => ['connect', '--forge-url', `${harness.forge.url}/`, '--project', PROJECT_ID]
  const key = () => ['--root-key', harness.forge.forge.rootKey]

  it('checks step by step and then writes the configuration, the secret to .env alone', async () => {
    const { code, stdout, stderr } = await anvil([...flags(), ...key()], { ANVIL_ACCESS_TOKEN: ACCESS_TOKEN })
    expect(stderr.split('\n').map((line) => line.slice(0, 2))).toEqual(['ok', 'ok', 'ok', 'ok', ''])
    expect([code, stdout]).toEqual([0, expect.stringContaining('Written: .env, anvil.config.json, .gitignore')])
    expect(await get('.env')).toBe(`ANVIL_ACCESS_TOKEN=${ACCESS_TOKEN}\n`)
    expect((await stat(join(application, '.env'))).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await get('anvil.config.json'))).toEqual({
      forgeUrl: harness.forge.url,
      projectId: PROJECT_ID,
      rootKey: harness.forge.forge.rootKey,
    })
    expect(`${stdout}${stderr}${await get('anvil.config.json')}`).not.toContain(ACCESS_TOKEN)
  })

  it('leaves everything ready for the next command', async () => {
    await anvil([...flags(), ...key()], { ANVIL_ACCESS_TOKEN: ACCESS_TOKEN })
    expect((await anvil(['sync', '--json'])).json).toMatchObject({ result: 'applied', added: ['hello'] })
    expect((await anvil(['status', '--json'])).json).toMatchObject({ trust: 'pinned', state: 'READY' })
    expect((await anvil([...flags(), ...key(), '--json'])).json).toMatchObject({ written: [] })
  })

  it('takes the access token from stdin or a file', async () => {
    expect((await anvil([...flags(), ...key(), '--token-file', '-'], {}, `${ACCESS_TOKEN}\n`)).code).toBe(0)
    await put('token.txt', `${ACCESS_TOKEN}\n`)
    expect((await anvil([...flags(), ...key(), '--token-file', 'token.txt'])).code).toBe(0)
  })

  it('without a root key takes the one FORGE tells, writes it, and asks to compare it', async () => {
    const { code, stderr } = await anvil(flags(), { ANVIL_ACCESS_TOKEN: ACCESS_TOKEN })
    expect([code, stderr]).toEqual([0, expect.stringContaining(`compare ${harness.forge.forge.rootKey}`)])
    expect(await get('anvil.config.json')).toContain(harness.forge.forge.rootKey)
  })

  it.each([
    ['the address', ['--forge-url', 'http://127.0.0.1:1'], {}, 7, /can't be reached/, 0],
    ['the key', ['--root-key', testForge({ root: 'other' }).rootKey], {}, 8, /keyset\./, 1],
    ['the token', [], { ANVIL_ACCESS_TOKEN: 'anv_production_abc_def_124' }, 4, /token\.invalid/, 2],
  ])('stops at %s, says which it was, and writes nothing', async (...[, args, env, exit, why, steps]) => {
    const before = await readdir(application)
    const { code, stderr } = await anvil([...flags(), ...key(), ...args], { ANVIL_ACCESS_TOKEN: ACCESS_TOKEN, ...env })
    expect([code, stderr]).toEqual([exit, expect.stringMatching(why)])
    expect(stderr.match(/^ok/gm)?.length ?? 0).toBe(steps)
    expect(await readdir(application)).toEqual(before)
  })

  it('lists what it needs where nobody can be asked', async () => {
    const { code, stderr } = await anvil(['connect'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--forge-url, --project, --token-file/)])
  })
})
