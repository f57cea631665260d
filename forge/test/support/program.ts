import request from 'supertest'
import type { Person } from './factories.js'
import type { TestForge } from './forge.js'

/** A program that asks with a key of somebody's. */
export async function programOf(
  forge: TestForge,
  owner: Person,
  scopes: string[],
  more: object = {},
): Promise<Person & { keyId: string }> {
  const { body } = await owner
    .call('post', '/api-keys')
    .send({ name: 'CI', scopes, ...more })
    .expect(201)
  const call: Person['call'] = (method, path) =>
    request(forge.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${body.value}`)
  return { ...owner, token: body.value, call, keyId: body.api_key.id }
}
