import { parse } from '@anvil/shared'
import { ProjectRolesInput } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { listProjectMembersOf, setProjectRoles } from './project-member-service.js'

const ProjectParams = z.object({ projectId: z.uuid() })
const MemberParams = ProjectParams.extend({ userId: z.uuid() })

/** Who is what in a project. */
export function projectMemberRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/projects/:projectId/members', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    res.json({ members: await listProjectMembersOf(ctx, actorOf(req), projectId) })
  })
  router.put('/projects/:projectId/members/:userId/roles', async (req, res) => {
    const key = parse(MemberParams, req.params)
    res.json(await setProjectRoles(ctx, actorOf(req), key, parse(ProjectRolesInput, req.body)))
  })
  return router
}
