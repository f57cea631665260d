import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { type LockedSet, named, type PrintShop, printShop } from '../../test/support/print-shop.js'

const forge = testForge()
let office: Office
let shop: PrintShop
let from: LockedSet
let to: LockedSet
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  shop = await printShop(office)
  const old = await shop.locked('Old home', { 'shared.tone': 'Warm', 'home.title': 'Home' })
  await shop.publish(old)
  from = await shop.revise(old, { 'shared.tone': null })
  to = await shop.locked('New home', { 'shared.tone': 'Warm' })
})

describe('an id that moves from one prompt set to another', () => {
  it('is refused while only the new home is published, naming id, sets and versions', async () => {
    const response = await shop.ask({ kind: 'publish', sets: [named(to)] })
    expect([response.status, response.body.error.code]).toEqual([409, 'publication.id_conflict'])
    expect(response.body.error.message).toContain('shared.tone')
    expect(response.body.error.details.conflicts).toEqual([
      {
        id: 'shared.tone',
        prompt_sets: expect.arrayContaining([
          { prompt_set_id: from.id, prompt_set: 'old-home', version: '1.0.0' },
          { prompt_set_id: to.id, prompt_set: 'new-home', version: '1.0.0' },
        ]),
      },
    ])
    expect(await shop.running()).toEqual(['old-home@1.0.0'])
  })

  it('moves when both are published together: never missing, never doubled', async () => {
    const { changed } = await shop.publish(to, from)
    expect(changed.map(({ prompt_set, to }) => [prompt_set, to])).toEqual([
      ['new-home', '1.0.0'],
      ['old-home', '2.0.0'],
    ])
    expect(await shop.running()).toEqual(['new-home@1.0.0', 'old-home@2.0.0'])
  })

  it('is refused again when one of the two is rolled back alone', async () => {
    await shop.publish(to, from)
    const response = await shop.ask({ kind: 'rollback', to_sequence: 1, prompt_set_id: from.id })
    expect([response.status, response.body.error.code]).toEqual([409, 'publication.id_conflict'])
    await shop.ask({ kind: 'rollback', to_sequence: 1 }).expect(201)
  })
})

it('lists at most twenty of many doubled ids, by name', async () => {
  const ids = Array.from({ length: 25 }, (_, index) => `many.p${String(index).padStart(2, '0')}`)
  const prompts = Object.fromEntries(ids.map((id) => [id, id]))
  const many = await shop.locked('Many', prompts)
  await shop.publish(many)
  await shop.revise(many, { ...Object.fromEntries(ids.map((id) => [id, null])), 'many.left': 'left' })
  const again = await shop.locked('Many again', prompts)
  const { body } = await shop.ask({ kind: 'publish', sets: [named(again)] }).expect(409)
  expect(body.error.details.conflicts.map((conflict: { id: string }) => conflict.id)).toEqual(ids.slice(0, 20))
})
