import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AnvilError } from '@anvil/shared'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readDemoEnv, writeDemoEnv } from '../demo-env.js'
import { Anything } from './answers.js'
import { openProject } from './open-project.js'
import { seedDemo } from './seed-demo.js'
import { setUpAdmin } from './set-up-admin.js'
import { takeStep } from './take-step.js'

let asked: string[]
let answers: Record<string, [status: number, body: unknown]>
let forge: Server
let url: string
let dataDir: string
beforeEach(async () => {
  asked = []
  answers = {}
  dataDir = await mkdtemp(path.join(tmpdir(), 'anvil-seed-'))
  forge = createServer((req, res) => {
    const request = `${req.method} ${req.url?.replace('/api/v1', '')}`
    asked.push(request)
    const [status, body] = answers[request] ?? [500, {}]
    res.writeHead(status).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(forge, 'listening')
  const address = forge.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterEach(async () => {
  forge.closeAllConnections()
  forge.close()
  await rm(dataDir, { recursive: true })
})

const going = (): AbortSignal => new AbortController().signal
const complete = {
  ANVIL_FORGE_URL: 'http://127.0.0.1:1',
  ANVIL_PROJECT_ID: 'p',
  ANVIL_ACCESS_TOKEN: 't',
  ANVIL_ROOT_KEY: 'k',
  ANVIL_ADMIN_EMAIL: 'a@b.example',
  ANVIL_ADMIN_PASSWORD: 'secret',
}

it('takes no step that was interrupted before', async () => {
  const reason = new Error('Ctrl-C')
  const step = takeStep({ url, interrupted: AbortSignal.abort(reason) }, Anything, { path: '/forge' })
  await expect(step).rejects.toBe(reason)
  expect(asked).toEqual([])
})

it('asks a finished demo nothing, and notes where FORGE is this time', async () => {
  await writeDemoEnv(dataDir, complete)
  const input = { url, setupCode: undefined, dataDir, say: () => undefined, interrupted: going() }
  expect(await seedDemo(input)).toEqual({ ...complete, ANVIL_FORGE_URL: url })
  expect(await readDemoEnv(dataDir)).toEqual({ ...complete, ANVIL_FORGE_URL: url })
  expect(asked).toEqual([])
})

it('writes the password down before the account is made, and keeps it for the next attempt', async () => {
  const input = { url, setupCode: 'code', dataDir, say: () => undefined, interrupted: going() }
  await expect(setUpAdmin(input)).rejects.toThrow(AnvilError)
  const first = await readDemoEnv(dataDir)
  expect(first.ANVIL_ADMIN_PASSWORD).toMatch(/^[\w-]{24}$/)
  await expect(setUpAdmin(input)).rejects.toThrow(AnvilError)
  expect(await readDemoEnv(dataDir)).toEqual(first)
  expect(asked).toEqual(['POST /setup', 'POST /setup'])
})

it('does not guess a password where somebody else set this FORGE up', async () => {
  const input = { url, setupCode: undefined, dataDir, say: () => undefined, interrupted: going() }
  await expect(setUpAdmin(input)).rejects.toMatchObject({
    code: 'setup.already_done',
    message: expect.stringContaining('ANVIL_DATA_DIR'),
  })
  expect(asked).toEqual([])
})

it('finds its project among others, and makes it only where it is not there', async () => {
  const session = { url, token: 't', interrupted: going() }
  const projects = 'GET /organisations/o/projects'
  answers['GET /organisations'] = [200, { organisations: [{ id: 'o', slug: 'northwind' }] }]
  answers[projects] = [200, { projects: [{ id: 'x', slug: 'other' }] }]
  answers['POST /organisations/o/projects'] = [201, { id: 'made', slug: 'demo' }]
  expect(await openProject(session)).toBe('made')
  answers[projects] = [
    200,
    {
      projects: [
        { id: 'x', slug: 'other' },
        { id: 'y', slug: 'demo' },
      ],
    },
  ]
  expect(await openProject(session)).toBe('y')
  expect(asked.filter((request) => request.startsWith('POST'))).toHaveLength(1)
})

it('says so where the admin is in no organisation', async () => {
  answers['GET /organisations'] = [200, { organisations: [] }]
  await expect(openProject({ url, interrupted: going() })).rejects.toMatchObject({ code: 'organisation.not_found' })
})
