import { isErrorCode } from '@anvil/shared'
import express, { type Express } from 'express'
import { afterEach, expect } from 'vitest'
import type { Method, Operation } from '../../src/openapi/operation.js'
import { errorsOf } from '../../src/openapi/operation-errors.js'
import { pathMatcher } from '../../src/openapi/operation-path.js'
import { OPERATIONS } from '../../src/openapi/operations.js'

const known = OPERATIONS.map((operation) => ({ operation, matches: pathMatcher(operation.path) }))

/** The application, watched: a test fails where an answer is not what the OpenAPI document says of its operation. */
export function documented(app: Express): Express {
  return express()
    .use((req, res, next) => {
      const operation = findOperation(req.method, req.path)
      const sendJson = res.json.bind(res)
      res.json = (body: unknown) => {
        if (operation) problems.push(...problemsOf(operation, res.statusCode, body))
        return sendJson(body)
      }
      next()
    })
    .use(app)
}

/** Checks after each test what `documented` applications of the file have answered. */
export function checkDocumented(): void {
  afterEach(() => {
    const found = problems.splice(0)
    expect(found, 'answers that the OpenAPI document does not tell; see the *-operations.ts of the route').toEqual([])
  })
}

const problems: string[] = []

function findOperation(method: string, address: string): Operation | undefined {
  const wanted = method.toLowerCase()
  const fits = known.filter(({ operation, matches }) => operation.method === wanted && matches(address))
  return fits.toSorted((a, b) => parameters(a.operation) - parameters(b.operation))[0]?.operation
}

const parameters = ({ path }: { method: Method; path: string }): number => path.split(':').length

function problemsOf(operation: Operation, status: number, body: unknown): string[] {
  const name = `${operation.method} ${operation.path} answers ${status}`
  const json: unknown = JSON.parse(JSON.stringify(body))
  const schema = operation.answers[status]
  if (schema) {
    const parsed = schema.safeParse(json)
    if (!parsed.success) return [`${name}: ${parsed.error.message}`]
    return sorted(parsed.data) === sorted(json) ? [] : [`${name} with fields that its schema does not have`]
  }
  if (status < 400) return [`${name}, which is not documented`]
  const code: unknown = Object(Object(json).error).code
  const codes = errorsOf(operation)
  if (code === 'internal' || (isErrorCode(code) && codes.includes(code))) return []
  return [`${name} ${String(code)}, which is not documented`]
}

/** JSON with its members in order, to compare by. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
