import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from '@anvil/shared'
import { AuditExportQuery, AuditQuery } from '@anvil/shared/api'
import { type Request, Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { readChain, readEntry, readTrail } from './audit-service.js'
import { exportTrail } from './export-service.js'

const ofProject = ({ params }: Request) => ({ project_id: parse(z.object({ projectId: z.uuid() }), params).projectId })
const ofOrganisation = ({ params }: Request) => ({
  organisation_id: parse(z.object({ organisationId: z.uuid() }), params).organisationId,
})
const numberIn = ({ params }: Request): number =>
  parse(z.object({ entryNumber: z.coerce.number().int().positive() }), params).entryNumber

/** Who did what in a project, or in all of an organisation. */
export function auditRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/projects/:projectId/audit', async (req, res) => {
    res.json(await readTrail(ctx, actorOf(req), ofProject(req), parse(AuditQuery, req.query)))
  })
  router.get('/projects/:projectId/audit/:entryNumber', async (req, res) => {
    res.json(await readEntry(ctx, actorOf(req), ofProject(req), numberIn(req)))
  })
  router.get('/organisations/:organisationId/audit', async (req, res) => {
    res.json(await readTrail(ctx, actorOf(req), ofOrganisation(req), parse(AuditQuery, req.query)))
  })
  router.get('/organisations/:organisationId/audit/chain', async (req, res) => {
    res.json(await readChain(ctx, actorOf(req), ofOrganisation(req).organisation_id))
  })
  router.get('/organisations/:organisationId/audit/export', async (req, res) => {
    const { from, to } = parse(AuditExportQuery, req.query)
    const period = { from: from === undefined ? from : new Date(from), to: to === undefined ? to : new Date(to) }
    const organisationId = ofOrganisation(req).organisation_id
    const lines = await exportTrail(ctx, actorOf(req), { organisationId, ...period })
    res.attachment('anvil-audit.jsonl').type('application/jsonl')
    await pipeline(Readable.from(lines), res)
  })
  router.get('/organisations/:organisationId/audit/:entryNumber', async (req, res) => {
    res.json(await readEntry(ctx, actorOf(req), ofOrganisation(req), numberIn(req)))
  })
  return router
}
