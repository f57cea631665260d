import { AnvilError, parse } from '@anvil/shared'
import { FleetProofInput } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import { authenticateAccessToken } from '../access-tokens/authenticate-token.js'
import type { AppContext } from '../context.js'
import { bearerToken } from '../delivery/token-cache.js'
import { takeFleetProof } from './fleet-proof-service.js'

const ProjectParams = z.object({ projectId: z.uuid() })

/** Where a LIVE instance proves that it runs more than FORGE knows. */
export function fleetProofRoutes(ctx: AppContext): Router {
  const router = Router()
  router.post('/projects/:projectId/proof', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    const grant = await authenticateAccessToken(ctx, bearerToken(req.get('Authorization')))
    if (grant.projectId !== projectId.toLowerCase()) {
      throw new AnvilError('token.wrong_project', 'This access token is for another project. Check ANVIL_PROJECT_ID.')
    }
    res.json(await takeFleetProof(ctx, grant, parse(FleetProofInput, req.body)))
  })
  return router
}
