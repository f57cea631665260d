import { type Changes, forge, ada, home, projectId, inProject, locked, rejected } from './changes-desk.js'
import { handshake, rawInstance } from './raw-instance.js'
import { accessToken, publication } from './release.js'

/** What changes what applications get, and what is told to somebody beside, once each. */
export const RELEASING_CHANGES: Changes = {
  'post /projects/:projectId/environments/:environment/publications': [
    'publication.publish',
    async () => {
      const { id } = await locked()
      return publication(ada, projectId, { kind: 'publish', sets: [{ prompt_set_id: id, version: '1.0.0' }] })
    },
  ],
  'post /projects/:projectId/environments/:environment/publications/:publicationId/retries': [
    'publication.retried',
    async () => ada.call('post', inProject(`/environments/production/publications/${await rejected()}/retries`)),
  ],
  'post /projects/:projectId/environments/:environment/sync-requests': [
    'fleet.sync_asked',
    async () => {
      const { value } = await accessToken(ada, projectId)
      const asked = rawInstance(forge.url, handshake(value))
      await asked.welcome
      const path = inProject('/environments/production/sync-requests')
      const answer = await ada.call('post', path).send({ select: { matching: {} } })
      asked.socket.disconnect()
      return answer
    },
  ],
  'post /projects/:projectId/access-tokens': [
    'access_token.issued',
    () => ada.call('post', inProject('/access-tokens')).send({ name: 'Shop', environment: 'staging' }),
  ],
  'post /projects/:projectId/access-tokens/:tokenId/rotate': [
    'access_token.rotated',
    async () => {
      const { access_token } = await accessToken(ada, projectId)
      return ada.call('post', inProject(`/access-tokens/${access_token.id}/rotate`)).send({})
    },
  ],
  'post /projects/:projectId/access-tokens/:tokenId/revoke': [
    'access_token.revoked',
    async () => {
      const { access_token } = await accessToken(ada, projectId)
      return ada.call('post', inProject(`/access-tokens/${access_token.id}/revoke`))
    },
  ],
  'get /projects/:projectId/access-tokens/:tokenId/value': [
    'access_token.revealed',
    async () => {
      const { access_token } = await accessToken(ada, projectId)
      return ada.call('get', inProject(`/access-tokens/${access_token.id}/value`))
    },
  ],
  'get /organisations/:organisationId/audit/export': [
    'audit.exported',
    () => ada.call('get', `/organisations/${home}/audit/export`),
  ],
}
