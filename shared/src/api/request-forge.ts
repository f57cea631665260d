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
  /** A body that is YAML, as somebody wrote it, in the place of one that is JSON. */
  yaml?: string
  headers?: Record<string, string>
  /** Ends the wait for the answer. */
  signal?: AbortSignal
}

/** Sends one request to FORGE and reads the answer by its schema; a refusal is thrown as the error that FORGE sent. */
export async function requestForge<T>(forge: ForgeConnection, schema: z.ZodType<T>, request: ForgeRequest): Promise<T> {
  const { method = 'GET', path, body, yaml, headers = {}, signal } = request
  const sent = yaml ?? (body === undefined ? undefined : JSON.stringify(body))
  const { status, text } = await reach(forge.url, path, {
    method,
    headers: {
      accept: 'application/json',
      ...(forge.token === undefined ? {} : { authorization: `Bearer ${forge.token}` }),
      ...(sent === undefined ? {} : { 'content-type': `application/${yaml === undefined ? 'json' : 'yaml'}` }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
    ...(signal && { signal }),
  })
  const answer = valueOf(text)
  if (status < 200 || status > 299) throw AnvilError.fromJSON(answer)
  return parse(schema, answer, 'internal')
}

interface Answer {
  status: number
  text: string
}

async function reach(url: string, path: string, init: RequestInit): Promise<Answer> {
  const address = `${url}/api/v1${path}`
  if (!URL.canParse(address)) {
    throw new AnvilError(
      'config.invalid',
      'What is given as the address of FORGE is none. Give the one that it prints.',
    )
  }
  try {
    const response = await fetch(address, init)
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    throw new AnvilError('network.unreachable', `FORGE does not answer at ${new URL(address).origin}. Is it running?`, {
      cause,
    })
  }
}

/** The value that an answer holds; undefined where it holds none, or no JSON. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
