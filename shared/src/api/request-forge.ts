import type { z } from 'zod'
import { AnvilError } from '../errors.js'
import { parse } from '../parse.js'

/** Where FORGE's API is, and as whom to speak to it. */
export interface ForgeConnection {
  url: string
  token?: string | undefined
}

/** One request below `/api/v1`. */
export interface ForgeRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
  headers?: Record<string, string>
}

/** Sends one request to FORGE and reads the answer by its schema; a refusal is thrown as the error that FORGE sent. */
export async function requestForge<T>(forge: ForgeConnection, schema: z.ZodType<T>, request: ForgeRequest): Promise<T> {
  const { method = 'GET', path, body, headers = {} } = request
  const response = await reach(`${forge.url}/api/v1${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(forge.token === undefined ? {} : { authorization: `Bearer ${forge.token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  if (!response.ok) throw AnvilError.fromJSON(answer)
  return parse(schema, answer, 'internal')
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (cause) {
    throw new AnvilError('network.unreachable', `FORGE does not answer at ${new URL(address).origin}. Is it running?`, {
      cause,
    })
  }
}
