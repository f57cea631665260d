import { parse } from '@anvil/shared'
import { NewMember, NewOrganisation } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { listOrganisationsOf } from './member-store.js'
import { addMember, createOrganisation, listMembersOf } from './organisation-service.js'
import { getOrganisationOf } from './organisation-store.js'

const OrganisationParams = z.object({ organisationId: z.uuid() })

/** Organisations and the people in them. */
export function organisationRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/organisations', async (req, res) => {
    const actor = actorOf(req)
    res.json({ organisations: await ctx.asActor(actor, (trx) => listOrganisationsOf(trx, actor.id)) })
  })
  router.post('/organisations', async (req, res) => {
    res.status(201).json(await createOrganisation(ctx, actorOf(req), parse(NewOrganisation, req.body)))
  })
  router.get('/organisations/:organisationId', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    const actor = actorOf(req)
    res.json(await ctx.asActor(actor, (trx) => getOrganisationOf(trx, actor.id, organisationId)))
  })
  router.get('/organisations/:organisationId/members', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.json({ members: await listMembersOf(ctx, actorOf(req), organisationId) })
  })
  router.post('/organisations/:organisationId/members', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.status(201).json(await addMember(ctx, actorOf(req), organisationId, parse(NewMember, req.body)))
  })
  return router
}
