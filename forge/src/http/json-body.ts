import { AnvilError } from '@anvil/shared'
import { parseStrict } from '@anvil/shared/bundle'
import express, { type RequestHandler } from 'express'

const MAX_BYTES = 4 * 1024 * 1024

/** Reads the JSON body of a request, of 4 MB at most, and YAML where a policy is sent; refuses one of another type, and one that two readers could read in two ways. */
export function jsonBody(): RequestHandler[] {
  const json = express.raw({ type: 'application/json', limit: MAX_BYTES })
  return [refuseOtherTypes, json, express.text({ type: 'application/yaml', limit: MAX_BYTES }), parseBody]
}

/** Where a body may be YAML too, which is given to the route as it was written. */
const TAKES_YAML = /^\/projects\/[^/]+\/policy(?:\/check)?$/

const refuseOtherTypes: RequestHandler = (req, _res, next) => {
  const type = req.get('Content-Type') ?? ''
  const types = TAKES_YAML.test(req.path) ? ['application/json', 'application/yaml'] : ['application/json']
  if (req.get('Content-Length') !== '0' && req.is(types) === false) {
    throw new AnvilError('request.invalid', 'The body is not marked as JSON. Send "Content-Type: application/json".')
  }
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type) ?? []
  if (!/^utf-?8$/i.test(charset)) {
    throw new AnvilError('request.invalid', `The body is marked as ${charset}, which FORGE does not read. Send UTF-8.`)
  }
  next()
}

const parseBody: RequestHandler = (req, _res, next) => {
  const bytes: unknown = req.body
  if (Buffer.isBuffer(bytes)) req.body = bytes.length === 0 ? {} : parseObject(bytes)
  next()
}

function parseObject(bytes: Buffer): object {
  const value = parseJson(bytes)
  if (typeof value === 'object' && value !== null) return value
  throw new AnvilError(
    'request.malformed_json',
    'The body is no object of JSON. Send one, as the API reference shows it.',
  )
}

function parseJson(bytes: Buffer): unknown {
  try {
    return parseStrict(bytes, { maxBytes: MAX_BYTES })
  } catch (cause) {
    if (!(cause instanceof AnvilError && cause.code === 'json.malformed')) throw cause
    const message =
      cause.cause instanceof SyntaxError
        ? 'The body is not JSON. Check its quotes, commas and brackets.'
        : cause.message
    throw new AnvilError('request.malformed_json', message, { cause })
  }
}
