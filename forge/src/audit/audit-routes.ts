import { parse } from '@anvil/shared'
import { type AuditPage, AuditQuery } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { getProjectOf } from '../projects/project-store.js'
import { listAuditEntries } from './audit-read-store.js'

const ProjectParams = z.object({ projectId: z.uuid() })

/** Who did what in a project. */
export function auditRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/projects/:projectId/audit', async (req, res) => {
    const { projectId } = parse(ProjectParams, req.params)
    const query = parse(AuditQuery, req.query)
    const actor = actorOf(req)
    const found = await ctx.asActor(actor, async (trx) => {
      await getProjectOf(trx, actor.id, projectId)
      return listAuditEntries(trx, projectId, query)
    })
    const entries = found.slice(0, query.limit)
    const next = found.length > entries.length ? (entries.at(-1)?.number ?? null) : null
    res.json({ entries, next } satisfies AuditPage)
  })
  return router
}
