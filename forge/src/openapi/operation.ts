import type { ErrorCode, OrganisationRight, Right } from '@anvil/shared'
import type { z } from 'zod'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What one route takes and answers, as the OpenAPI document says it; each resource lists its own beside its routes. */
export type Operation = OperationParts & Access

/** Who may ask: anyone, an application by its access token, or a person with a right; of several, which one depends on what they ask. */
type Access =
  | { access: 'anyone' | 'application'; right?: undefined }
  | { access: 'person'; right: NeededRight | readonly Right[] }
/** The right of a person; `signed_in` where it is about themselves. */
export type NeededRight = Right | OrganisationRight | 'signed_in'

interface OperationParts {
  method: Method
  /** As the router has it, such as `/projects/:projectId`. */
  path: string
  tag: string
  summary: string
  query?: z.ZodObject<Readonly<Record<string, z.ZodType>>>
  headers?: readonly RequestHeader[]
  body?: z.ZodType
  /** The answers of success by status; null for one without a body. */
  answers: Readonly<Record<number, z.ZodType | null>>
  /** What it refuses with beside what follows from its path, body and access. */
  errors?: readonly ErrorCode[]
}

export type RequestHeader = 'If-Match' | 'If-None-Match' | 'Idempotency-Key'

/** Puts operations under a common path. */
export function under(prefix: string, operations: readonly Operation[]): Operation[] {
  return operations.map((operation) => ({ ...operation, path: `${prefix}${operation.path}` }))
}
