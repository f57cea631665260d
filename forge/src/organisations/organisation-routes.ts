import { parse } from '@anvil/shared'
import { MemberChange, NewMember, NewOrganisation } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf } from '../http/actor.js'
import { changeMember, removeMember } from './change-member-service.js'
import { listOrganisationsOf } from './member-store.js'
import { addMember, createOrganisation, listMembersOf } from './organisation-service.js'
import { getOrganisationOf } from './organisation-store.js'

const OrganisationParams = z.object({ organisationId: z.uuid() })
const MemberParams = OrganisationParams.extend({ userId: z.uuid() })

/** Organisations and the people in them. */
export function organisationRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/organisations', async (req, res) => {
    const actor = actorOf(req)
    res.json({ organisations: await ctx.asActor(actor, (trx) => listOrganisationsOf(trx, actor)) })
  })
  router.post('/organisations', async (req, res) => {
    res.status(201).json(await createOrganisation(ctx, actorOf(req), parse(NewOrganisation, req.body)))
  })
  router.get('/organisations/:organisationId', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    const actor = actorOf(req)
    res.json(await ctx.asActor(actor, (trx) => getOrganisationOf(trx, actor, organisationId, 'organisation.read')))
  })
  router.get('/organisations/:organisationId/members', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.json({ members: await listMembersOf(ctx, actorOf(req), organisationId) })
  })
  router.post('/organisations/:organisationId/members', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.status(201).json(await addMember(ctx, actorOf(req), organisationId, parse(NewMember, req.body)))
  })
  router.patch('/organisations/:organisationId/members/:userId', async (req, res) => {
    const key = parse(MemberParams, req.params)
    res.json(await changeMember(ctx, actorOf(req), key, parse(MemberChange, req.body)))
  })
  router.delete('/organisations/:organisationId/members/:userId', async (req, res) => {
    await removeMember(ctx, actorOf(req), parse(MemberParams, req.params))
    res.status(204).end()
  })
  return router
}
