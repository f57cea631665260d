import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import jwt from 'jsonwebtoken'
import { CLIENT_ID } from './oidc-issuer.js'
import { listenOn } from './listen-on.js'

/** What an issuer may say wrongly: claims of its ID token, how that is signed, or a whole answer in its place. */
export interface Lie {
  claims?: Record<string, unknown>
  sign?: (claims: object, key: KeyObject) => string
  status?: number
  /** Says in its refusal, with this status, everything that it was asked for tokens with. */
  echo?: number
}

/** An issuer that says what a test has it say; its codes are the nonces that it was asked with. */
export interface LyingIssuer {
  url: string
  lie: Lie
  /** With what it was asked for tokens, and the ID tokens that it gave. */
  heard: { verifier: string; authorization: string }[]
  given: string[]
  close: () => Promise<void>
}

const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 })
const signed = (claims: object, key: KeyObject): string => jwt.sign(claims, key, { algorithm: 'RS256', keyid: 'one' })

/** Starts one. */
export async function openLyingIssuer(): Promise<LyingIssuer> {
  const server = createServer()
  const { url, close } = await listenOn(server)
  const issuer: LyingIssuer = { url, lie: {}, heard: [], given: [], close }
  const about = {
    issuer: url,
    authorization_endpoint: `${url}/auth`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
    id_token_signing_alg_values_supported: ['RS256'],
  }
  const tokens = (nonce: string): object => {
    const now = Math.floor(Date.now() / 1000)
    const truth = { iss: url, sub: 'ada', aud: CLIENT_ID, iat: now, exp: now + 60, nonce, email_verified: true }
    const claims = JSON.parse(JSON.stringify({ ...truth, email: 'ada@example.com', ...issuer.lie.claims }))
    const id_token = (issuer.lie.sign ?? signed)(claims, KEYS.privateKey)
    issuer.given.push(id_token)
    return { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token }
  }
  server.on('request', (req, res) => {
    let body = ''
    req.on('data', (part: Buffer) => (body += part.toString()))
    req.on('end', () => {
      const send = (json: object): void => {
        res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(json))
      }
      if (issuer.lie.status !== undefined) res.writeHead(issuer.lie.status).end('out of order')
      else if (req.url?.startsWith('/.well-known') === true) send(about)
      else if (req.url === '/jwks')
        send({ keys: [{ ...KEYS.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256' }] })
      else {
        const asked = new URLSearchParams(body)
        const { authorization = '' } = req.headers
        issuer.heard.push({ verifier: asked.get('code_verifier') ?? '', authorization })
        const echoed = { error: 'invalid_grant', error_description: `${authorization} ${body}` }
        if (issuer.lie.echo === undefined) send(tokens(asked.get('code') ?? ''))
        else res.writeHead(issuer.lie.echo, { 'Content-Type': 'application/json' }).end(JSON.stringify(echoed))
      }
    })
  })
  return issuer
}
