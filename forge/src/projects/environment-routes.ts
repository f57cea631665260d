import { parse, Slug } from '@anvil/shared'
import { EnvironmentChange, NewEnvironment } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { changeEnvironment, createEnvironment } from './environment-service.js'
import { listEnvironments } from './environment-store.js'
import { getProjectOf } from './project-store.js'

const ProjectParams = z.object({ projectId: z.uuid() })
const EnvironmentParams = ProjectParams.extend({ environment: Slug })

/** The environments of a project and their rules. */
export function environmentRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/projects/:projectId/environments', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    const actor = actorOf(req)
    const environments = await ctx.asActor(actor, async (trx) => {
      await getProjectOf(trx, actor, projectId, 'project.read')
      return listEnvironments(trx, projectId)
    })
    res.json({ environments })
  })
  router.post('/projects/:projectId/environments', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    res.status(201).json(await createEnvironment(ctx, actorOf(req), projectId, parse(NewEnvironment, req.body)))
  })
  router.patch('/projects/:projectId/environments/:environment', async (req, res) => {
    const key = parse(EnvironmentParams, req.params)
    res.json(await changeEnvironment(ctx, actorOf(req), key, parse(EnvironmentChange, req.body)))
  })
  return router
}
