import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { insertUnderSlug } from './insert-under-slug.js'

const forge = testForge()
let office: Office
beforeAll(async () => {
  office = await openOffice(forge)
})

const setOf = (name: string, slug?: string) => {
  const at = new Date()
  const place = { id: randomUUID(), project_id: office.projectId, status: 'LIVE', description: '' }
  return { ...place, name, slug, created_at: at, updated_at: at }
}
const insert = (name: string, slug?: string) =>
  forge.ctx.db.transaction((trx) => insertUnderSlug(trx, 'prompt_sets', setOf(name, slug)))

describe('a row under a slug', () => {
  it('gets the one that was chosen, or none', async () => {
    expect(await insert('One', 'chosen')).toBe('chosen')
    expect(await insert('Other', 'chosen')).toBeUndefined()
    expect(await forge.ctx.db('prompt_sets').where({ slug: 'chosen' })).toMatchObject([{ name: 'One' }])
  })

  it('gets the next free one of its name, also between others', async () => {
    for (const slug of ['menu', 'menu-2', 'menu-4']) await insert('Menu', slug)
    expect([await insert('Menu'), await insert('Menu'), await insert('menu!')]).toEqual(['menu-3', 'menu-5', 'menu-6'])
  })

  it('gets one of its own where all numbers are taken', async () => {
    for (let count = 0; count < 20; count++) await insert('東京')
    const slug = await insert('大阪')
    expect(slug).toMatch(/^unnamed-[0-9a-f]{12}$/)
    expect(await forge.ctx.db('prompt_sets').where({ slug: slug ?? '' })).toMatchObject([{ name: '大阪' }])
  })

  it('leaves the transaction whole, whatever was taken', async () => {
    await insert('Kept', 'kept')
    const seen = await forge.ctx.db.transaction(async (trx) => {
      await insertUnderSlug(trx, 'prompt_sets', setOf('Another', 'kept'))
      await insertUnderSlug(trx, 'prompt_sets', setOf('Another', 'another'))
      return trx('prompt_sets').whereIn('slug', ['kept', 'another']).orderBy('slug').pluck('name')
    })
    expect(seen).toEqual(['Another', 'Kept'])
  })

  it('fails as before where something else is wrong', async () => {
    const homeless = { ...setOf('Homeless'), project_id: randomUUID() }
    const insertion = forge.ctx.db.transaction((trx) => insertUnderSlug(trx, 'prompt_sets', homeless))
    await expect(insertion).rejects.toThrow('foreign key')
  })
})
