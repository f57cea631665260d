import * as client from 'openid-client'
import { isLoopback, type OidcConfig } from '../config/oidc.js'
import { type OidcClaims, readClaims } from './oidc-claims.js'
import { oidcProblem } from './oidc-problem.js'

const ANSWER_S = 8
const KEPT_MS = 60 * 60 * 1000
const CLOCK_S = 30

/** One person's way to the issuer and back. */
export interface OidcTrip {
  redirectUri: string
  state: string
  nonce: string
  /** The PKCE verifier: only who has it can use the code that the issuer gives. */
  verifier: string
}

/** The OIDC issuer by which people sign in; what it says of itself is kept for an hour. */
export class OidcIssuer {
  readonly #config: OidcConfig
  #known: { until: number; found: Promise<client.Configuration> } | undefined

  constructor(config: OidcConfig) {
    this.#config = config
  }

  /** Where a browser is sent to sign in. */
  async authorizationUrl({ redirectUri, state, nonce, verifier }: OidcTrip): Promise<string> {
    return this.#asked(async (found) => {
      const code_challenge = await client.calculatePKCECodeChallenge(verifier)
      const { scope } = this.#config
      const asked = { redirect_uri: redirectUri, scope, state, nonce, code_challenge, code_challenge_method: 'S256' }
      return client.buildAuthorizationUrl(found, asked).href
    })
  }

  /** What the issuer says of who came back with this query; everything about it is checked. */
  async claimsOf({ redirectUri, state, nonce, verifier }: OidcTrip, query: string): Promise<OidcClaims> {
    return this.#asked(async (found) => {
      const tokens = await client.authorizationCodeGrant(found, new URL(`${redirectUri}?${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const said = tokens.claims()
      if (!said) throw new Error('The issuer gave no ID token')
      const told = found.serverMetadata().userinfo_endpoint
        ? await client.fetchUserInfo(found, tokens.access_token, said.sub)
        : {}
      return readClaims({ ...told, ...said }, this.#config.groupsClaim)
    })
  }

  async #asked<T>(work: (found: client.Configuration) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#discovered())
    } catch (cause) {
      throw oidcProblem(cause, this.#config.name)
    }
  }

  #discovered(): Promise<client.Configuration> {
    const now = performance.now()
    if (this.#known && this.#known.until > now) return this.#known.found
    const known = { until: now + KEPT_MS, found: this.#discover() }
    this.#known = known
    known.found.catch(() => this.#known === known && (this.#known = undefined))
    return known.found
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#config
    const url = new URL(issuer)
    const execute = [client.enableNonRepudiationChecks]
    if (url.protocol === 'http:' && isLoopback(url)) execute.push(client.allowInsecureRequests)
    const metadata = { [client.clockTolerance]: CLOCK_S }
    return client.discovery(url, clientId, metadata, clientAuth(clientSecret?.reveal()), { execute, timeout: ANSWER_S })
  }
}

/** How FORGE proves who it is: by the header, which issuers take unless they say otherwise, or by nothing but PKCE. */
function clientAuth(secret: string | undefined): client.ClientAuth {
  if (secret === undefined) return client.None()
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)]
  return (server, about, body, headers) => {
    const { token_endpoint_auth_methods_supported: taken = ['client_secret_basic'] } = server
    const chosen = taken.includes('client_secret_basic') ? basic : post
    chosen(server, about, body, headers)
  }
}
