import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import express, { type Express } from 'express'
import request from 'supertest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { webRoutes } from './web-routes.js'

const page = '<!doctype html><base href="./" /><script type="module" src="./assets/index-1a2b.js"></script>'
let folder: string
let app: Express

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-web-'))
  await mkdir(path.join(folder, 'assets'))
  await writeFile(path.join(folder, 'index.html'), page)
  await writeFile(path.join(folder, 'docs.html'), '<!doctype html><title>The API</title>')
  await writeFile(path.join(folder, 'assets/index-1a2b.js'), 'export {}')
  await writeFile(path.join(folder, 'assets/large-1a2b.js'), 'export const a = 1\n'.repeat(1_000))
  app = express().use(webRoutes(folder))
})
afterAll(() => rm(folder, { recursive: true }))

it.each([
  ['/', './'],
  ['/sign-in', './'],
  ['/sign-in/oidc/callback', '../../'],
  ['/first-run', './'],
  ['/join', './'],
  ['/account', './'],
  ['/organisations', './'],
  ['/organisations/a', '../'],
  ['/projects/a', '../'],
  ['/projects/a/prompts/b/c', '../../../../'],
])('serves the page at %s, whose root is %s from there', async (address, root) => {
  const response = await request(app).get(address)
  expect([response.status, response.type]).toEqual([200, 'text/html'])
  expect(response.text).toContain(`<base href="${root}" />`)
  expect(response.text).toContain('<script type="module" src="./assets/index-1a2b.js">')
})

it('lets no script run but its own files, and takes styles under a nonce of this answer alone', async () => {
  const [one, another] = [await request(app).get('/'), await request(app).get('/')]
  const nonceOf = ({ text }: { text: string }) => /nonce="([\w+/=]{24})"/.exec(text)?.[1]
  expect(nonceOf(one)).not.toBe(nonceOf(another))
  const policy = one.headers['content-security-policy']
  for (const part of ["default-src 'none'", "script-src 'self';", `style-src 'self' 'nonce-${nonceOf(one)}'`])
    expect(policy).toContain(part)
  expect(policy).not.toContain('unsafe')
})

it('serves the page of the API at /docs, which takes no styles but its own', async () => {
  const docs = await request(app).get('/docs')
  expect([docs.status, docs.type]).toEqual([200, 'text/html'])
  expect(docs.text).toContain('The API')
  expect(docs.headers['content-security-policy']).toMatch(/script-src 'self';.*style-src 'self'$/)
})

it('asks browsers to look for a newer page each time, and to keep its files for ever', async () => {
  const [index, asset] = [await request(app).get('/'), await request(app).get('/assets/index-1a2b.js')]
  expect(index.headers['cache-control']).toBe('no-cache')
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
})

it('sends its files compressed to those who take that', async () => {
  const ask = (encoding: string) => request(app).get('/assets/large-1a2b.js').set('Accept-Encoding', encoding)
  const [small, plain] = [await ask('gzip'), await ask('identity')]
  expect([small.headers['content-encoding'], plain.headers['content-encoding']]).toEqual(['gzip', undefined])
  expect(small.text).toBe(plain.text)
})

it('leaves other addresses, folders and methods to others, and shows no file outside of its folder', async () => {
  const statuses = async (): Promise<number[]> => [
    (await request(app).get('/nowhere')).status,
    (await request(app).get('/projects')).status,
    (await request(app).get('/index.htm')).status,
    (await request(app).get('/assets')).status,
    (await request(app).get('/..%2f..%2fetc/passwd')).status,
    (await request(app).post('/')).status,
  ]
  expect((await statuses()).filter((status) => status < 400)).toEqual([])
})

it('shows the page, which says so, to a browser at an address where nothing is', async () => {
  const browse = (address: string) =>
    request(app).get(address).set('Accept', 'text/html,application/xml;q=0.9,*/*;q=0.8')
  const [lost, deep] = [await browse('/nowhere'), await browse('/no/where/at/all')]
  expect([lost.status, lost.type, deep.status, deep.type]).toEqual([404, 'text/html', 404, 'text/html'])
  expect(deep.text).toContain('<base href="../../../" />')
  for (const address of ['/assets/gone.js', '/api/v1/nowhere']) {
    const { status, text } = await browse(address)
    expect([status, text.includes('<base')]).toEqual([404, false])
  }
})

it('says where to go on where the page is not built', async () => {
  const bare = express().use(webRoutes(path.join(folder, 'nowhere')))
  const response = await request(bare).get('/')
  expect([response.status, response.type]).toEqual([200, 'text/plain'])
  expect(response.text).toContain('/openapi.json')
})
