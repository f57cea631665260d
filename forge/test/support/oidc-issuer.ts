import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import { listenOn } from './listen-on.js'

/** Somebody whom the issuer knows, by what it tells of them. */
export type KnownPerson = Record<string, unknown> & { email?: string; email_verified?: boolean; groups?: string[] }

/** A real OIDC issuer on a free port of this machine; people are known by the name that they sign in with. */
export interface TestIssuer {
  url: string
  /** What it tells of people, by their names; tests change it. */
  people: Map<string, KnownPerson>
  clientSecret: string
  close: () => Promise<void>
}

export const CLIENT_ID = 'anvil'

/** Starts one that knows FORGE at these addresses, with a secret or without. */
export async function openIssuer(redirectUris: string[], { secret = true } = {}): Promise<TestIssuer> {
  const people = new Map<string, KnownPerson>()
  const clientSecret = crypto.randomUUID()
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const server = createServer()
  const { url, close } = await listenOn(server)
  const provider = new Provider(url, {
    clients: [
      {
        client_id: CLIENT_ID,
        redirect_uris: redirectUris,
        ...(secret ? { client_secret: clientSecret } : { token_endpoint_auth_method: 'none' }),
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: [crypto.randomUUID()] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', kid: 'one', alg: 'RS256' }] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    pkce: { required: () => true },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Grant: 60, Interaction: 60, Session: 60 },
  })
  server.on('request', (req, res) => void provider.callback()(req, res))
  return { url, people, clientSecret, close }
}

/** Signs in and consents at the issuer as a browser would; answers the address to which it sends back. */
export async function signInAtIssuer(authorizationUrl: string, name: string): Promise<URL> {
  const cookies = new Map<string, string>()
  const home = new URL(authorizationUrl).origin
  const ask = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const Cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const more = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
    const answer = await fetch(url, { redirect: 'manual', headers: { Cookie }, ...more })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(key, value)
    }
    return answer
  }
  let answer = await ask(authorizationUrl)
  for (let step = 0; step < 12; step += 1) {
    const location = answer.headers.get('Location')
    if (location !== null) {
      const next = new URL(location, home)
      if (next.origin !== home) return next
      answer = await ask(next.href)
      continue
    }
    const page = await answer.text()
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
    if (action === undefined) throw new Error(`The issuer shows no form: ${page.slice(0, 2_000)}`)
    const isLogin = page.includes('name="login"')
    answer = await ask(action, isLogin ? { prompt: 'login', login: name, password: 'any' } : { prompt: 'consent' })
  }
  throw new Error('The issuer sends nobody back')
}
