import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { newPromptSet, openOffice } from '../support/content.js'
import { environmentOf, newProject } from '../support/factories.js'
import { testForge } from '../support/forge.js'
import { type PrintShop, printShop } from '../support/print-shop.js'

const forge = testForge()
const rows = (table: string) => forge.ctx.db(table)
let shop: PrintShop
beforeAll(async () => {
  shop = await printShop(await openOffice(forge))
  await shop.publish(await shop.locked('Welcome', { 'welcome.message': 'Hello {{name}}' }))
})

describe('the database', () => {
  it.each([
    ['publications', { note: 'changed' }],
    ['publications', { envelope: Buffer.from('{}') }],
    ['publication_versions', { sha256: '0'.repeat(64) }],
    ['versions', { version: '9.9.9' }],
    ['versions', { bytes: Buffer.from('{}') }],
    ['versions', { gzip: Buffer.from('') }],
    ['versions', { content_digest: '0'.repeat(64) }],
  ])('lets nobody change a row of %s by %j', async (table, change) => {
    const before = await rows(table).orderBy(1)
    expect(before.length).toBeGreaterThan(0)
    await expect(rows(table).update(change)).rejects.toThrow(/immutable/)
    expect(await rows(table).orderBy(1)).toEqual(before)
  })

  it.each(['publications', 'publication_versions', 'versions', 'audit_entries'])(
    'lets nobody delete a row of %s',
    async (table) => {
      await expect(rows(table).delete()).rejects.toThrow(/immutable/)
      expect((await rows(table)).length).toBeGreaterThan(0)
    },
  )

  it('lets a version be archived, which changes nothing of what it says', async () => {
    expect(await rows('versions').update({ archived_at: new Date() })).toBe(1)
  })

  it('takes no row that points into another project', async () => {
    const { author, organisationId } = shop.office
    const other = await newProject(author, organisationId, 'Elsewhere')
    const set = await newPromptSet(author, shop.projectId, 'Here')
    const { id: environment_id } = await environmentOf(author, shop.projectId)
    const at = { created_at: new Date(), updated_at: new Date() }
    const text = { kind: 'text', template: 'x', variables: '{}', metadata: '{}' }
    const prompt = { id: randomUUID(), project_id: other.id, prompt_set_id: set.id, prompt_id: 'a.b', ...text, ...at }
    await expect(rows('prompts').insert(prompt)).rejects.toThrow(/foreign key/)
    const secret = { public_id: 'p', secret_sha256: Buffer.alloc(32), value_encrypted: Buffer.alloc(1) }
    const token = {
      id: randomUUID(),
      project_id: other.id,
      environment_id,
      name: 'x',
      created_at: new Date(),
      ...secret,
    }
    await expect(rows('access_tokens').insert(token)).rejects.toThrow(/foreign key/)
    await expect(rows('environment_heads').update({ project_id: other.id })).rejects.toThrow(/foreign key/)
  })
})
