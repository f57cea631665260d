import { openKeysets, openManifest, parseRootKey } from '@anvil/shared/bundle'
import { beforeAll, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { environmentOf, newProject } from '../../test/support/factories.js'
import { testForge } from '../../test/support/forge.js'
import { listKeysetEnvelopes } from '../signing/signing-store.js'
import { findHead } from './head-store.js'
import { findPublicationAt } from './publication-store.js'

const forge = testForge()
let office: Office
beforeAll(async () => {
  office = await openOffice(forge)
})

it('gives a new environment a manifest at sequence 0 that an instance accepts, with no bundles', async () => {
  const { ctx } = forge
  const project = await newProject(office.author, office.organisationId, 'Newborn')
  const environment = await environmentOf(office.author, project.id)
  const head = await findHead(ctx.db, environment.id)
  const chain = openKeysets(await listKeysetEnvelopes(ctx.db, 0), { root: parseRootKey(ctx.signing.rootKey) })
  const target = { forge_id: ctx.signing.forgeId, project_id: project.id, environment: 'production' }
  const { manifest } = openManifest(head?.envelope ?? new Uint8Array(), { chain, target })
  expect(manifest).toMatchObject({ epoch: 1, sequence: 0, bundles: [] })
  expect(manifest.expires_at).toBe(head?.expires_at.toISOString())
})

it('lists that as the initial publication, by nobody', async () => {
  const environment = await environmentOf(office.author, office.projectId, 'staging')
  const initial = await findPublicationAt(forge.ctx.db, environment.id, 0)
  expect(initial).toMatchObject({
    kind: 'initial',
    sequence: 0,
    previous_sequence: null,
    changed: [],
    created_by: null,
  })
  expect(initial?.id).toBe((await findHead(forge.ctx.db, environment.id))?.publication_id)
})

it('refuses to change a publication, in the database itself', async () => {
  const environment = await environmentOf(office.author, office.projectId)
  const initial = forge.ctx.db('publications').where({ environment_id: environment.id })
  await expect(initial.clone().update({ note: 'rewritten' })).rejects.toThrow(/immutable/)
  await expect(initial.clone().delete()).rejects.toThrow(/immutable/)
})
