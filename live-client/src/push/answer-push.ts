import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AnvilError } from '@anvil/shared/errors'
import type { ClientCore } from '../client-core.js'
import { readPushRequest } from './read-push-request.js'
import { type PushResult, takePush } from './take-push.js'

/** Answers one push: 200 applied or running already, 401, 409 frozen, 400 malformed, 413, 422 not verified. */
export async function answerPush(
  core: ClientCore | undefined,
  req: IncomingMessage & { body?: unknown },
  res: ServerResponse,
): Promise<void> {
  const { status, body } = await resultOf(core, req).catch(refusal)
  const text = JSON.stringify(body)
  if (status === 401) res.setHeader('WWW-Authenticate', 'Bearer')
  if (!req.readableEnded) res.setHeader('Connection', 'close')
  res.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  })
  res.end(text)
}

async function resultOf(core: ClientCore | undefined, req: IncomingMessage & { body?: unknown }): Promise<PushResult> {
  if (req.method !== 'POST')
    throw new AnvilError('request.method_not_allowed', `${req.method} is not possible here. FORGE pushes by POST.`)
  if (!core) throw new AnvilError('client.not_ready', 'The client of this application was not started, or was closed.')
  checkToken(req.headers.authorization, core.settings.connection?.accessToken)
  return takePush(core, await readPushRequest(req))
}

/** FORGE proves itself by the access token that this instance has from it; compared in constant time. */
function checkToken(header: string | undefined, accessToken: string | undefined): void {
  const told = /^Bearer +(\S{1,256})$/i.exec(header ?? '')?.[1]
  if (told === undefined)
    throw new AnvilError(
      'token.required',
      'A push needs the access token of this instance: "Authorization: Bearer anv_…".',
    )
  if (accessToken === undefined || !timingSafeEqual(digestOf(told), digestOf(accessToken)))
    throw new AnvilError('token.invalid', 'This is not the access token that this instance was started with.')
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

function refusal(thrown: unknown): PushResult {
  const error =
    thrown instanceof AnvilError
      ? thrown
      : new AnvilError('internal', 'The client failed to take this push. Its own state is as it was.', {
          cause: thrown,
        })
  return { status: error.status, body: { ack: null, ...error.toJSON() } }
}
