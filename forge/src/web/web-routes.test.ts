import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import express, { type Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { webRoutes } from './web-routes.js'

const page = '<!doctype html><script type="module" src="./assets/index-1a2b.js"></script>'
let folder: string
let app: Express

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-web-'))
  await mkdir(path.join(folder, 'assets'))
  await writeFile(path.join(folder, 'index.html'), page)
  await writeFile(path.join(folder, 'assets/index-1a2b.js'), 'export {}')
  app = express().use(webRoutes(folder))
})
afterAll(() => rm(folder, { recursive: true }))

it('serves the page, which lets no script run but its own files', async () => {
  const response = await request(app).get('/')
  expect([response.status, response.text]).toEqual([200, page])
  const policy = response.headers['content-security-policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toContain('unsafe')
})

it('asks browsers to look for a newer page each time, and to keep its files for ever', async () => {
  const [index, asset] = [await request(app).get('/'), await request(app).get('/assets/index-1a2b.js')]
  expect(index.headers['cache-control']).toBe('no-cache')
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
})

it('leaves other addresses, folders and methods to others, and shows no file outside of its folder', async () => {
  const statuses = async (): Promise<number[]> => [
    (await request(app).get('/nowhere')).status,
    (await request(app).get('/assets')).status,
    (await request(app).get('/..%2f..%2fetc/passwd')).status,
    (await request(app).post('/')).status,
  ]
  expect((await statuses()).filter((status) => status < 400)).toEqual([])
})

it('says where to go on where the page is not built', async () => {
  const bare = express().use(webRoutes(path.join(folder, 'nowhere')))
  const response = await request(bare).get('/')
  expect([response.status, response.type]).toEqual([200, 'text/plain'])
  expect(response.text).toContain('/docs')
})
