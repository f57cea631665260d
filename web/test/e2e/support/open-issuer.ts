import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { Provider } from 'oidc-provider'

/** A real OIDC issuer on this machine; whoever signs in as `name` there has the verified address `name@example.com`. */
export interface OpenIssuer {
  url: string
  close: () => void
}

export const CLIENT_ID = 'anvil'

/** Starts one that knows FORGE at this address, without a secret. */
export async function openIssuer(redirectUri: string): Promise<OpenIssuer> {
  const server = createServer()
  const url = `http://127.0.0.1:${await portOf(server)}`
  const provider = new Provider(url, {
    clients: [{ client_id: CLIENT_ID, redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: [crypto.randomUUID()] },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.com`, email_verified: true }),
    }),
  })
  server.on('request', (req, res) => void provider.callback()(req, res))
  return {
    url,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A port of this machine that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
