import { parse } from '@anvil/shared'
import { AcceptInvitation, InvitationLook, NewInvitation } from '@anvil/shared/api'
import { Router } from 'express'
import { z } from 'zod'
import type { AppContext } from '../context.js'
import { actorOf, findActor } from '../http/actor.js'
import { requestIdOf } from '../http/request-id.js'
import { signInPlace } from '../users/sign-in-place.js'
import { acceptInvitation, lookAtInvitation } from './accept-invitation-service.js'
import { invite, listInvitationsOf, withdrawInvitation } from './invitation-service.js'

const OrganisationParams = z.object({ organisationId: z.uuid() })
const InvitationParams = OrganisationParams.extend({ invitationId: z.uuid() })

/** Invitations by link: made and taken back by admins, accepted by whoever has the link. */
export function invitationRoutes(ctx: AppContext): Router {
  const router = Router()
  router.get('/organisations/:organisationId/invitations', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.json({ invitations: await listInvitationsOf(ctx, actorOf(req), organisationId) })
  })
  router.post('/organisations/:organisationId/invitations', async (req, res) => {
    const { organisationId } = parse(OrganisationParams, req.params)
    res.status(201).json(await invite(ctx, actorOf(req), organisationId, parse(NewInvitation, req.body)))
  })
  router.delete('/organisations/:organisationId/invitations/:invitationId', async (req, res) => {
    await withdrawInvitation(ctx, actorOf(req), parse(InvitationParams, req.params))
    res.status(204).end()
  })
  router.post('/invitations/look', async (req, res) => {
    res.json(await lookAtInvitation(ctx, parse(InvitationLook, req.body).secret))
  })
  router.post('/invitations/accept', async (req, res) => {
    const from = { ...signInPlace(req), requestId: requestIdOf(req) }
    res
      .status(201)
      .json(await acceptInvitation(ctx, parse(AcceptInvitation, req.body), { actor: findActor(req), from }))
  })
  return router
}
