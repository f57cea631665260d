import { AnvilError, type ErrorCode } from '@anvil/shared'
import { ErrorAnswer } from '@anvil/shared/api'
import type { z } from 'zod'
import type { Operation, RequestHeader } from './operation.js'
import { errorsOf } from './operation-errors.js'
import { parameterSchema, parametersOf } from './operation-path.js'
import { referTo, writeOut } from './schema-components.js'

const HEADERS: Record<RequestHeader, string> = {
  'If-Match': 'The ETag of what you read; where it has changed since, 412 answers with what is there now.',
  'If-None-Match':
    'With GET the ETag that you hold: 304 where it still holds. With PUT `*`: write only what is not there yet.',
  'Idempotency-Key': 'A text of your own; the same request with the same key answers with the first result.',
}
const SECURITY: Record<Operation['access'], object[]> = {
  anyone: [],
  person: [{ session: [] }],
  application: [{ accessToken: [] }],
}

/** One operation of the OpenAPI document. */
export function openapiOperation(operation: Operation): object {
  const { tag, summary, access, body } = operation
  return {
    tags: [tag],
    summary,
    operationId: operationId(operation),
    security: SECURITY[access],
    parameters: [...pathParameters(operation), ...queryParameters(operation), ...headerParameters(operation)],
    ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
    responses: { ...successes(operation), ...refusals(operation) },
  }
}

function operationId({ method, path }: Operation): string {
  const words = path.replace(/^\/api\/v1/, '').match(/[A-Za-z0-9]+/g) ?? []
  return [method, ...words].join('-')
}

function pathParameters({ path }: Operation): object[] {
  return parametersOf(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: writeOut(parameterSchema(name)),
  }))
}

function queryParameters({ query }: Operation): object[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: writeOut(schema),
  }))
}

function headerParameters({ headers = [] }: Operation): object[] {
  return headers.map((name) => ({ name, in: 'header', description: HEADERS[name], schema: { type: 'string' } }))
}

function successes({ answers }: Operation): Record<string, object> {
  const entries = Object.entries(answers).map(([status, schema]): [string, object] => [
    status,
    schema ? { description: 'Done.', content: json(schema) } : { description: 'Done; no body.' },
  ])
  return Object.fromEntries(entries)
}

function refusals(operation: Operation): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of errorsOf(operation)) {
    const { status } = new AnvilError(code, '')
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const described = [...byStatus].map(([status, codes]): [number, object] => [
    status,
    { description: codes.map((code) => `\`${code}\``).join(', '), content: json(ErrorAnswer) },
  ])
  return Object.fromEntries(described)
}

function json(schema: z.ZodType): object {
  return { 'application/json': { schema: referTo(schema) } }
}
