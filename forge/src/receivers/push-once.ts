import { type Ack, AnvilError, MissingBundles, parse, PushAnswer } from '@anvil/shared'
import { parseStrict, readCapped } from '@anvil/shared/bundle'
import { type Dispatcher, request } from 'undici'
import type { Secret } from '../secrets/secret.js'

const ANSWER_MS = 30_000
const ANSWER_BYTES = 64 * 1024

export interface PushTarget {
  dispatcher: Dispatcher
  url: string
  token: Secret
  signal: AbortSignal
}

/** What a receiver said: an ack, or the bundles it can't get by itself. */
export type PushReply = { ack: Ack | null } | { missing: string[] }

/** Sends one push and reads the answer, within limits of time and size; throws `receiver.…` where there is none. */
export async function pushOnce(target: PushTarget, body: Buffer): Promise<PushReply> {
  const { dispatcher, url, token, signal } = target
  try {
    const answer = await request(url, {
      dispatcher,
      method: 'POST',
      headers: {
        authorization: `Bearer ${token.reveal()}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body,
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    })
    return readReply(answer.statusCode, await readCapped(answer.body, ANSWER_BYTES))
  } catch (cause) {
    if (cause instanceof AnvilError && cause.code.startsWith('receiver.')) throw cause
    if (cause instanceof AnvilError)
      throw new AnvilError('receiver.bad_answer', `The receiver's answer can't be read: ${cause.message}`, { cause })
    throw new AnvilError('receiver.unreachable', `The receiver can't be reached: ${reasonOf(cause)}.`, { cause })
  }
}

function readReply(status: number, bytes: Uint8Array): PushReply {
  if (status >= 300 && status < 400)
    throw new AnvilError('receiver.bad_answer', `The receiver answered ${status}; a push follows no redirect.`)
  if (status !== 200 && status !== 409 && status !== 422)
    throw new AnvilError(
      'receiver.bad_answer',
      `The receiver answered with status ${status}. ${HINTS[status] ?? ''}`.trim(),
    )
  const told = parseStrict(bytes, { maxBytes: ANSWER_BYTES })
  const missing = missingIn(told)
  return missing.length > 0 ? { missing } : parse(PushAnswer, told, 'receiver.bad_answer')
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'Its application was started with another access token.',
  404: 'Is client.receiver() mounted at this path?',
  405: 'Is client.receiver() mounted for POST?',
  413: 'Mount client.receiver() above body parsers that have a limit.',
}

function missingIn(told: unknown): string[] {
  const fields = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null ? { ...value } : {}
  const { code, details } = fields(fields(told)['error'])
  const read = code === 'bundle.missing' ? MissingBundles.safeParse(details) : undefined
  return read?.success === true ? read.data.missing : []
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `it did not answer within ${ANSWER_MS / 1_000} s`
  return error.message || error.name
}
