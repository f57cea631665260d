import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { AnvilError } from '../errors.js'
import { requestForge } from './request-forge.js'

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of req) text += String(chunk)
  return text
}

const Project = z.object({ id: z.string() })

it('sends the session, the body as JSON and further headers, below the version of the API', async () => {
  const seen: unknown[] = []
  const url = await serve((req, res) => {
    void bodyOf(req).then((body) => {
      seen.push(req.method, req.url, req.headers.authorization, req.headers['idempotency-key'], JSON.parse(body))
      return res.end('{"id":"1","more":true}')
    })
  })
  const request = {
    method: 'POST',
    path: '/projects',
    body: { name: 'é' },
    headers: { 'idempotency-key': 'k' },
  } as const
  expect(await requestForge({ url, token: 't' }, Project, request)).toEqual({ id: '1' })
  expect(seen).toEqual(['POST', '/api/v1/projects', 'Bearer t', 'k', { name: 'é' }])
})

it('reads an answer without a body', async () => {
  const url = await serve((_req, res) => res.writeHead(204).end())
  expect(await requestForge({ url }, z.undefined(), { method: 'DELETE', path: '/sessions/current' })).toBeUndefined()
})

it('throws the error that FORGE sent, with its code, message and details', async () => {
  const sent = new AnvilError('project.not_found', 'There is no such project', { details: { id: '7' } })
  const url = await serve((_req, res) => res.writeHead(404).end(JSON.stringify(sent)))
  await expect(requestForge({ url }, Project, { path: '/projects/7' })).rejects.toMatchObject({
    code: 'project.not_found',
    message: 'There is no such project',
    details: { id: '7' },
  })
})

it('refuses an answer of another form', async () => {
  const url = await serve((_req, res) => res.end('<h1>Welcome</h1>'))
  await expect(requestForge({ url }, Project, { path: '/projects/7' })).rejects.toMatchObject({ code: 'internal' })
})

it('says where nothing answers, without the path and its secrets', async () => {
  const url = await serve((req) => req.destroy())
  await expect(requestForge({ url }, Project, { path: '/projects?secret' })).rejects.toMatchObject({
    code: 'network.unreachable',
    message: expect.not.stringContaining('secret'),
  })
})
