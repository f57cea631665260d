import { VERSION } from '../version.js'
import { openapiOperation } from './openapi-operation.js'
import type { Operation } from './operation.js'
import { openapiPath } from './operation-path.js'
import { allComponents } from './schema-components.js'

const DESCRIPTION = `The API of an Anvil FORGE. JSON is snake_case everywhere. A person signs in with
\`POST /api/v1/sessions\` and sends the token as \`Authorization: Bearer …\`; an application sends its access token the
same way. Every refusal has the form \`{ "error": { "code", "message", "details", "request_id" } }\`: the code is for
programs, the message says what happened and what to do.`

/** The OpenAPI 3.1 document of these operations. */
export function openapiDocument(operations: readonly Operation[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const path = (paths[openapiPath(operation.path)] ??= {})
    path[operation.method] = openapiOperation(operation)
  }
  const bearer = (description: string): object => ({ type: 'http', scheme: 'bearer', description })
  return {
    openapi: '3.1.0',
    info: { title: 'Anvil FORGE', version: VERSION, description: DESCRIPTION, license: { name: 'Apache-2.0' } },
    servers: [{ url: './' }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: neededBy(paths, allComponents()),
      securitySchemes: {
        session: bearer('The token of a signed-in person.'),
        accessToken: bearer('The access token of an application, `anv_…`.'),
      },
    },
  }
}

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g

/** The schemas that are referred to from a part of the document, and those that they refer to in turn. */
function neededBy<T>(part: unknown, all: Record<string, T>): Record<string, T> {
  const needed: Record<string, T> = {}
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(REFERENCE)) {
      const schema = all[name]
      if (schema === undefined || name in needed) continue
      needed[name] = schema
      visit(schema)
    }
  }
  visit(part)
  return Object.fromEntries(Object.entries(needed).sort(([a], [b]) => (a < b ? -1 : 1)))
}
