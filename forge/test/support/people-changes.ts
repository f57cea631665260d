import {
  type Changes,
  forge,
  ada,
  grace,
  home,
  setUp,
  anybody,
  signIn,
  inProject,
  travelled,
  invited,
} from './changes-desk.js'
import { addPerson, PASSWORD, signedIn } from './factories.js'

/** What changes accounts, organisations and projects, once each. */
export const PEOPLE_CHANGES: Changes = {
  'post /setup': ['setup.done', () => Promise.resolve(setUp)],
  'post /sessions': ['session.started', () => signIn('grace@example.com')],
  'delete /sessions/current': [
    'session.ended',
    async () => signedIn(forge, (await signIn('grace@example.com')).body).call('delete', '/sessions/current'),
  ],
  'post /sessions/oidc/callback': [
    'session.started',
    async () => anybody('/sessions/oidc/callback', await travelled('joan')),
  ],
  'patch /account': ['account.renamed', () => grace.call('patch', '/account').send({ name: 'Grace H' })],
  'put /account/password': [
    'password.changed',
    async () => {
      const carol = await addPerson(forge, ada, home, { email: 'carol@example.com' })
      const body = { current_password: PASSWORD, new_password: 'another long password' }
      return carol.call('put', '/account/password').send(body)
    },
  ],
  'delete /sessions': ['sessions.ended', () => grace.call('delete', '/sessions')],
  'delete /sessions/:sessionId': [
    'session.ended',
    async () => {
      await signIn('grace@example.com').expect(201)
      const { body } = await grace.call('get', '/sessions').expect(200)
      const other = body.sessions.find(({ current }: { current: boolean }) => !current)
      return grace.call('delete', `/sessions/${other.id}`)
    },
  ],
  'post /api-keys': ['api_key.made', () => ada.call('post', '/api-keys').send({ name: 'CI', scopes: ['draft'] })],
  'delete /api-keys/:apiKeyId': [
    'api_key.revoked',
    async () => {
      const { body } = await ada.call('post', '/api-keys').send({ name: 'CI', scopes: [] }).expect(201)
      return ada.call('delete', `/api-keys/${body.api_key.id}`)
    },
  ],
  'delete /organisations/:organisationId/api-keys/:apiKeyId': [
    'api_key.barred',
    async () => {
      const { body } = await grace.call('post', '/api-keys').send({ name: 'CI', scopes: [] }).expect(201)
      return ada.call('delete', `/organisations/${home}/api-keys/${body.api_key.id}`)
    },
  ],
  'post /organisations': ['organisation.created', () => ada.call('post', '/organisations').send({ name: 'Mills' })],
  'post /organisations/:organisationId/members': [
    'member.added',
    () => ada.call('post', `/organisations/${home}/members`).send({ email: 'dora@example.com', password: PASSWORD }),
  ],
  'patch /organisations/:organisationId/members/:userId': [
    'member.changed',
    () => ada.call('patch', `/organisations/${home}/members/${grace.id}`).send({ role: 'admin' }),
  ],
  'delete /organisations/:organisationId/members/:userId': [
    'member.removed',
    async () => {
      const eve = await addPerson(forge, ada, home, { email: 'eve@example.com' })
      return ada.call('delete', `/organisations/${home}/members/${eve.id}`)
    },
  ],
  'post /organisations/:organisationId/invitations': [
    'member.invited',
    () => ada.call('post', `/organisations/${home}/invitations`).send({ email: 'fay@example.com' }),
  ],
  'delete /organisations/:organisationId/invitations/:invitationId': [
    'member.uninvited',
    async () => {
      const { invitation } = await invited('gil@example.com')
      return ada.call('delete', `/organisations/${home}/invitations/${invitation.id}`)
    },
  ],
  'post /invitations/accept': [
    'member.joined',
    async () => {
      const { secret } = await invited('hal@example.com')
      return anybody('/invitations/accept', { secret, name: 'Hal', password: PASSWORD })
    },
  ],
  'post /organisations/:organisationId/projects': [
    'project.created',
    () => ada.call('post', `/organisations/${home}/projects`).send({ name: 'Another' }),
  ],
  'patch /projects/:projectId': [
    'project.changed',
    () => ada.call('patch', inProject('')).send({ description: 'What we say' }),
  ],
  'put /projects/:projectId/members/:userId/roles': [
    'member.project_roles_changed',
    async () => {
      const { id } = await addPerson(forge, ada, home, { email: 'ida@example.com' })
      return ada.call('put', inProject(`/members/${id}/roles`)).send({ roles: ['editor'] })
    },
  ],
  'post /projects/:projectId/environments': [
    'environment.created',
    () => ada.call('post', inProject('/environments')).send({ slug: 'canary', allowed_kinds: ['locked'] }),
  ],
  'patch /projects/:projectId/environments/:environment': [
    'environment.changed',
    () => ada.call('patch', inProject('/environments/staging')).send({ name: 'Stage' }),
  ],
}
