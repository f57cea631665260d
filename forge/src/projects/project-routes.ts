import { parse, rightsOf } from '@anvil/shared'
import { NewProject, type OwnProject, ProjectChange } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { changeProject, createProject, listProjectsOf } from './project-service.js'
import { getProjectOf, toProject } from './project-store.js'

const OrganisationParams = z.object({ organisationId: z.uuid() })
const ProjectParams = z.object({ projectId: z.uuid() })

/** Projects of an organisation, and their settings. */
export function projectRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/organisations/:organisationId/projects', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.json({ projects: await listProjectsOf(ctx, actorOf(req), organisationId) })
  })
  router.post('/organisations/:organisationId/projects', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.status(201).json(await createProject(ctx, actorOf(req), organisationId, parse(NewProject, req.body)))
  })
  router.get('/projects/:projectId', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    const actor = actorOf(req)
    const row = await ctx.asActor(actor, (trx) => getProjectOf(trx, actor, projectId, 'project.read'))
    const { roles } = row
    res.json({ ...toProject(row), roles, rights: rightsOf(roles, actor.apiKey?.scopes) } satisfies OwnProject)
  })
  router.patch('/projects/:projectId', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    res.json(await changeProject(ctx, actorOf(req), projectId, parse(ProjectChange, req.body)))
  })
  return router
}
