import { AnvilError } from '@anvil/shared'
import { type ForgeRequest, requestForge } from '@anvil/shared/api'
import type { z } from 'zod'
import { browserStore } from './browser-store.js'
import { settleBase } from './page-base.js'
import { fetchBytes } from './fetch-bytes.js'
import { SessionStore } from './session.js'

/** Where FORGE is; every address of the page and of the API begins with it. */
export const FORGE_URL = settleBase(document)

export const session = new SessionStore(browserStore, window)

/** Sends one request to FORGE's API as the person who is signed in; a session that is over is forgotten. */
export async function request<T>(
  schema: z.ZodType<T>,
  path: string,
  more: Omit<ForgeRequest, 'path'> = {},
): Promise<T> {
  return asPerson((token) => requestForge({ url: FORGE_URL, token }, schema, { path, ...more }))
}

/** Reads the bytes of an answer just as they come, as the person who is signed in. */
export async function requestBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return asPerson((token) => fetchBytes({ url: FORGE_URL, token }, path))
}

async function asPerson<T>(ask: (token: string | undefined) => Promise<T>): Promise<T> {
  const token = session.get()?.token
  try {
    return await ask(token)
  } catch (error) {
    const isOver =
      error instanceof AnvilError && (error.code === 'auth.session_ended' || error.code === 'auth.required')
    if (isOver && session.get()?.token === token) session.end()
    throw error
  }
}
