import * as protocol from '@anvil/shared'
import * as api from '@anvil/shared/api'
import { z } from 'zod'

type JsonSchema = z.core.JSONSchema.BaseSchema

const PREFIX = '#/components/schemas/'

/** Names for every schema that the shared package exports. */
const names = z.registry<{ id: string }>()
for (const [name, exported] of Object.entries<unknown>({ ...protocol, ...api })) {
  if (exported instanceof z.ZodType && !names.has(exported)) names.add(exported, { id: name.replace(/Schema$/, '') })
}

/** A reference to a schema of the shared package. */
export function referTo(schema: z.ZodType): { $ref: string } {
  const id = names.get(schema)?.id
  if (id === undefined) throw new Error('Export this schema from @anvil/shared/api, so that it has a name')
  return { $ref: `${PREFIX}${id}` }
}

/** A schema written out, as for a parameter. */
export function writeOut(schema: z.ZodType): JsonSchema {
  return withoutNames(z.toJSONSchema(schema, OPTIONS))
}

/** All named schemas by name, as JSON Schema. */
export function allComponents(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(names, { ...OPTIONS, uri: (id) => `${PREFIX}${id}` })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withoutNames(schema)]))
}

const OPTIONS = {
  io: 'input',
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }) => {
    if (zodSchema === protocol.ErrorCodeSchema)
      Object.assign(jsonSchema, { type: 'string', enum: protocol.ERROR_CODES })
  },
} satisfies z.core.ToJSONSchemaParams

/** OpenAPI finds a schema by its place in the document, not by an id of its own. */
function withoutNames({ $id: _id, $schema: _schema, ...schema }: JsonSchema): JsonSchema {
  return schema
}
