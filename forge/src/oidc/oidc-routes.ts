import { parse } from '@anvil/shared'
import { OidcCallback, type SignInWays } from '@anvil/shared/api'
import { type Request, Router } from 'express'
import type { AppContext } from '../context.js'
import { signInPlace } from '../users/sign-in-place.js'
import { departForIssuer, returnFromIssuer } from './oidc-service.js'

const CALLBACK = '/sign-in/oidc/callback'

/** Signing in by an OIDC issuer, and which ways to sign in there are. */
export function oidcRoutes(ctx: AppContext): Router {
  const { oidc, passwordSignIn, publicUrl } = ctx.config
  const router = Router()
  router.get('/sign-in-ways', (_req, res) => {
    const ways: SignInWays = { password: passwordSignIn, oidc: oidc ? { name: oidc.name } : null }
    res.json(ways)
  })
  router.post('/sessions/oidc', async (req, res) => {
    res.status(201).json(await departForIssuer(ctx, `${publicUrl ?? addressOf(req)}${CALLBACK}`))
  })
  router.post('/sessions/oidc/callback', async (req, res) => {
    res.status(201).json(await returnFromIssuer(ctx, parse(OidcCallback, req.body), signInPlace(req)))
  })
  return router
}

/** Where the browser finds FORGE; the issuer sends nobody to an address that it does not know. */
const addressOf = (req: Request): string => `${req.protocol}://${req.get('Host') ?? ''}`
