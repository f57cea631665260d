import { AnvilError, VersionNumber } from '@anvil/shared'
import express, { type RequestHandler } from 'express'
import { pino } from 'pino'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import type { Operation } from '../openapi/operation.js'
import { basePathOf, takeOffBasePath } from './base-path.js'
import { errorHandler } from './error-handler.js'
import { jsonBody } from './json-body.js'
import { notFound } from './not-found.js'
import { preconditionsOf } from './preconditions.js'
import { requestId } from './request-id.js'
import { retryAfterMs } from './told-error.js'
import { uncached } from './uncached.js'

const echo: RequestHandler = (req, res) => void res.json({ body: req.body ?? null, asked: preconditionsOf(req) })

/** An app of nothing but what stands between a request and its route. */
function serve(...handlers: RequestHandler[]) {
  const app = express().use(
    requestId(() => 'r-1'),
    uncached,
    ...handlers,
  )
  return request(app.use(errorHandler(pino({ level: 'silent' }))))
}

describe('what a request asks of the state it changes', () => {
  it.each<[Record<string, string>, unknown]>([
    [{}, { mustBeNew: false }],
    [{ 'If-Match': '"a.1"' }, { ifMatch: ['"a.1"'], mustBeNew: false }],
    [{ 'If-Match': ' "a.1" ,  W/"b" ' }, { ifMatch: ['"a.1"', 'W/"b"'], mustBeNew: false }],
    [{ 'If-Match': ' * ' }, { ifMatch: '*', mustBeNew: false }],
    [{ 'If-None-Match': '*' }, { mustBeNew: true }],
  ])('by %j', async (headers, asked) => {
    expect((await serve(echo).put('/').set(headers)).body.asked).toEqual(asked)
  })

  it('can not be anything but * by If-None-Match', async () => {
    const { status, body } = await serve(echo).put('/').set('If-None-Match', '"a.1"')
    expect([status, body.error]).toEqual([
      400,
      { code: 'request.invalid', message: expect.stringContaining('only "*"'), request_id: 'r-1' },
    ])
  })
})

describe('a body', () => {
  const post = (type: string, body: string) =>
    serve(...jsonBody(), echo)
      .post('/')
      .set('Content-Type', type)
      .send(body)

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'is read where it is marked as %s',
    async (type) => {
      expect((await post(type, '{"a":[1]}')).body.body).toEqual({ a: [1] })
    },
  )

  it.each([
    ['text/plain', '{}', 'request.invalid', /Send "Content-Type: application\/json"/],
    ['application/x-www-form-urlencoded', 'a=b', 'request.invalid', /not marked as JSON/],
    ['application/json; charset=latin1', '{}', 'request.invalid', /marked as latin1/],
    ['application/json', '{"a":1,}', 'request.malformed_json', /not JSON\. Check its quotes/],
    ['application/json', '{"a":1,"a":2}', 'json.duplicate_key', /a/],
    ['application/json', '"text"', 'request.malformed_json', /is no object of JSON/],
    ['application/json', 'null', 'request.malformed_json', /is no object of JSON/],
  ])('as %s that holds %j is refused as %s', async (type, body, code, message) => {
    const answer = await post(type, body)
    expect(answer.body.error).toMatchObject({ code, message: expect.stringMatching(message) })
    expect([answer.status >= 400 && answer.status < 500, answer.headers['cache-control']]).toEqual([true, 'no-store'])
  })

  it('that is empty is an empty object', async () => {
    expect((await post('application/json', '')).body.error).toBeUndefined()
  })
})

describe('an address that no route took', () => {
  const operation = (method: Operation['method'], path: string): Operation => ({
    method,
    path,
    tag: 'Things',
    summary: 'A thing',
    access: 'anyone',
    answers: { 200: VersionNumber },
  })
  const app = serve(
    notFound([operation('get', '/things/:id'), operation('put', '/things/:id'), operation('post', '/things')]),
  )

  it.each([
    ['/things/1', 'GET, HEAD, PUT'],
    ['/things/1/', 'GET, HEAD, PUT'],
    ['/things', 'POST'],
  ])('%s takes %s', async (address, allowed) => {
    const { status, headers, body } = await app.delete(address)
    expect([status, headers['allow'], body.error.code]).toEqual([405, allowed, 'request.method_not_allowed'])
    expect(body.error.message).toBe(`${address} takes ${allowed}, not DELETE.`)
  })

  it.each(['/thing', '/things/1/2', '/Things', '/', '/things//'])('%s is nowhere', async (address) => {
    const { status, headers, body } = await app.get(address)
    expect([status, headers['allow'], body.error.code]).toEqual([404, undefined, 'request.not_found'])
    expect(body.error.message).toContain('See /docs')
  })
})

describe('an error', () => {
  const fail = (error: unknown) =>
    serve(() => {
      throw error
    }).get('/')

  it('that nobody expected tells nothing of its cause', async () => {
    const { status, body, text } = await fail(new Error('password hunter2'))
    expect([status, body.error.code, body.error.request_id]).toEqual([500, 'internal', 'r-1'])
    expect(text).not.toContain('hunter2')
  })

  it('of the database says when to try again, in whole seconds', async () => {
    const { status, headers } = await fail(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))
    expect([status, headers['retry-after']]).toEqual([503, '5'])
    const soon = await fail(new AnvilError('request.rate_limited', 'Wait.', { details: { retry_after_ms: 1_001 } }))
    expect([soon.status, soon.headers['retry-after']]).toEqual([429, '2'])
  })

  it.each([[undefined], [{}], [{ retry_after_ms: '5' }], [{ retry_after_ms: null }]])(
    'with the details %j knows no such time',
    (details) => {
      expect(retryAfterMs(new AnvilError('internal', 'x', { details }))).toBeUndefined()
    },
  )
})

describe('the base path', () => {
  it.each([
    [undefined, ''],
    ['https://forge.example', ''],
    ['https://forge.example/', ''],
    ['https://tools.example/anvil', '/anvil'],
    ['https://tools.example/a/b/', '/a/b'],
  ])('of %s is "%s"', (url, base) => {
    expect(basePathOf(url)).toBe(base)
  })

  it.each([
    ['/anvil/healthz', '/healthz'],
    ['/anvil/', '/'],
    ['/anvil/anvil/x?y', '/anvil/x?y'],
    ['/anvilx/healthz', '/anvilx/healthz'],
    ['/healthz', '/healthz'],
  ])('is taken off %s', async (from, to) => {
    const take: RequestHandler = (req, res) => {
      takeOffBasePath(req, '/anvil')
      res.json(req.url)
    }
    expect((await serve(take).get(from)).body).toBe(to)
  })
})
