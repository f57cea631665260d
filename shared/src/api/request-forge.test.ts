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

it.each([
  ['a page of a proxy', 502, '<h1>Bad gateway</h1>'],
  ['an empty refusal', 503, ''],
  ['a refusal of another service', 403, '{"message":"Forbidden"}'],
  ['a refusal cut short', 404, '{"error":{"code":"project.not_fo'],
])('is an error without its text where the answer is %s', async (_, status, body) => {
  const url = await serve((_req, res) => res.writeHead(status).end(body))
  const refused = requestForge({ url, token: 'secret' }, Project, { path: '/projects/7' })
  await expect(refused).rejects.toMatchObject({
    name: 'AnvilError',
    code: 'internal',
    message: expect.not.stringMatching(/gateway|Forbidden|secret/),
  })
})

it('does not take a refusal for an answer, whatever it says', async () => {
  const url = await serve((_req, res) => res.writeHead(500).end('{"id":"7"}'))
  await expect(requestForge({ url }, Project, { path: '/projects/7' })).rejects.toBeInstanceOf(AnvilError)
})

it('says that FORGE does not answer where the answer breaks off', async () => {
  const url = await serve((_req, res) => {
    res.writeHead(200, { 'content-length': '100' }).write('{"id":')
    setImmediate(() => res.destroy())
  })
  await expect(requestForge({ url }, Project, { path: '/projects/7' })).rejects.toMatchObject({
    code: 'network.unreachable',
    message: expect.stringContaining(url),
  })
})

it.each(['', 'forge.example', 'http://[::1'])('says that %j is no address', async (url) => {
  await expect(requestForge({ url }, Project, { path: '/projects/7' })).rejects.toMatchObject({
    name: 'AnvilError',
    code: 'config.invalid',
  })
})

it('asks without a session, a body and its type where none is given', async () => {
  const seen: unknown[] = []
  const url = await serve((req, res) => {
    seen.push(req.method, req.headers.authorization, req.headers['content-type'], req.headers.accept)
    res.end('{"id":"1"}')
  })
  await requestForge({ url }, Project, { path: '/projects/1' })
  expect(seen).toEqual(['GET', undefined, undefined, 'application/json'])
})

it('sends false and null as a body too', async () => {
  const bodies: string[] = []
  const url = await serve((req, res) => {
    void bodyOf(req).then((body) => {
      bodies.push(body)
      return res.end('{"id":"1"}')
    })
  })
  for (const body of [false, null, 0, '']) {
    await requestForge({ url }, Project, { method: 'PUT', path: '/x', body })
  }
  expect(bodies).toEqual(['false', 'null', '0', '""'])
})

it('sends YAML as it was written', async () => {
  const seen: unknown[] = []
  const url = await serve((req, res) => {
    void bodyOf(req).then((body) => {
      seen.push(req.headers['content-type'], body)
      return res.end('{"id":"1"}')
    })
  })
  await requestForge({ url }, Project, { method: 'PUT', path: '/x', yaml: '# Ours\nformat: 1\n' })
  expect(seen).toEqual(['application/yaml', '# Ours\nformat: 1\n'])
})
