import { ERROR_CODES } from '@anvil/shared'
import * as api from '@anvil/shared/api'
import type { Router } from 'express'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { testForge } from '../../test/support/forge.js'
import { deliveryOperations } from '../delivery/delivery-operations.js'
import { apiRoutes } from '../http/api-routes.js'
import { healthRoutes } from '../http/health-routes.js'
import { openapiPath } from './operation-path.js'
import { OPERATIONS } from './operations.js'
import { under } from './operation.js'

const forge = testForge()
let document: { openapi: string; paths: Record<string, Record<string, Described>>; components: { schemas: object } }
interface Described {
  operationId: string
  security: object[]
  parameters: { name: string; in: string; required?: boolean }[]
  responses: Record<string, { description: string }>
}
beforeAll(async () => {
  const response = await request(forge.app).get('/openapi.json').expect(200)
  expect(response.headers['content-type']).toMatch(/^application\/json/)
  document = response.body
})

function mounted(router: Pick<Router, 'stack'>, prefix: string): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    const part: object = handle
    if (!route) return isRouter(part) ? mounted(part, prefix) : []
    return route.stack.map(({ method }) => `${method} ${openapiPath(`${prefix}${route.path}`)}`)
  })
}

const isRouter = (part: object): part is Pick<Router, 'stack'> => 'stack' in part

describe('the OpenAPI document', () => {
  it('tells every route that is mounted, and none that is not', () => {
    const inExpress = [...mounted(apiRoutes(forge.ctx), '/api/v1'), ...mounted(healthRoutes(forge.ctx), '')]
    const inDelivery = under('/api/v1', deliveryOperations).map(({ method, path }) => `${method} ${openapiPath(path)}`)
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    expect(inExpress.length).toBeGreaterThan(40)
    expect(told.sort()).toEqual([...inExpress, ...inDelivery].sort())
  })

  it('is OpenAPI 3.1 with an id of its own for every operation and no reference into nothing', () => {
    expect(document.openapi).toBe('3.1.0')
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((o) => o.operationId))
    expect(new Set(ids).size).toBe(ids.length)
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
    expect(references.length).toBeGreaterThan(100)
    const missing = references.map(([, name = '']) => name).filter((name) => !(name in document.components.schemas))
    expect(missing).toEqual([])
    expect(JSON.stringify(document)).not.toMatch(/"\$(id|schema)":/)
  })

  it('has the parameters, the header and the refusals of an operation', () => {
    const put = document.paths['/api/v1/projects/{projectId}/prompt-sets/{promptSetId}/prompts/{promptId}']?.['put']
    expect(put?.parameters.map(({ name, in: place }) => `${place} ${name}`)).toEqual([
      'path projectId',
      'path promptSetId',
      'path promptId',
      'header If-Match',
      'header If-None-Match',
    ])
    expect(put?.security).toEqual([{ session: [] }])
    expect(put?.responses['412']?.description).toBe('`request.precondition_failed`')
    const page = document.paths['/api/v1/projects/{projectId}/environments/{environment}/publications']?.['get']
    expect(page?.parameters.filter((parameter) => parameter.in === 'query')).toMatchObject([
      { name: 'before', required: false },
      { name: 'limit', required: false, schema: { default: 20, maximum: 100 } },
    ])
  })

  it('lists every code that a refusal may have', () => {
    expect(document.components.schemas).toMatchObject({ ErrorCode: { type: 'string', enum: ERROR_CODES } })
  })

  it('describes answers by schemas that read the same as they write', () => {
    const answers = OPERATIONS.flatMap((operation) => Object.values(operation.answers)).filter(
      (schema) => schema !== null,
    )
    const written = (schema: z.ZodType, io: 'input' | 'output') =>
      JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' })).replaceAll(
        ',"additionalProperties":false',
        '',
      )
    expect(answers).toContain(api.Publication)
    for (const schema of answers) expect(written(schema, 'input')).toBe(written(schema, 'output'))
  })
})
