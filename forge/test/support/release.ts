import type { DeliveryList, IssuedAccessToken, Publication } from '@anvil/shared/api'
import type { Test } from 'supertest'
import type { Person } from './factories.js'

/** Publishes to an environment, without expecting anything of the answer. */
export function publication(
  by: Person,
  projectId: string,
  body: object,
  { environment = 'production', key }: { environment?: string; key?: string } = {},
): Test {
  const call = by.call('post', `/projects/${projectId}/environments/${environment}/publications`)
  return (key === undefined ? call : call.set('Idempotency-Key', key)).send(body)
}

/** Publishes versions of prompt sets to production. */
export async function release(
  by: Person,
  projectId: string,
  ...sets: { prompt_set_id: string; version: string }[]
): Promise<Publication> {
  return (await publication(by, projectId, { kind: 'publish', sets }).expect(201)).body
}

/** What the instances did with a publication, once `until` holds of it. */
export async function deliveries(
  by: Person,
  { project_id, environment, id }: Publication,
  until: (list: DeliveryList) => boolean = () => true,
): Promise<DeliveryList> {
  const path = `/projects/${project_id}/environments/${environment}/publications/${id}/deliveries`
  for (;;) {
    const { body }: { body: DeliveryList } = await by.call('get', path).expect(200)
    if (until(body)) return body
  }
}

/** Issues an access token for production. */
export async function accessToken(
  by: Person,
  projectId: string,
  environment = 'production',
): Promise<IssuedAccessToken> {
  const call = by.call('post', `/projects/${projectId}/access-tokens`)
  return (await call.send({ name: 'Shop', environment }).expect(201)).body
}
