import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { type LockedSet, type PrintShop, printShop } from '../../test/support/print-shop.js'

const forge = testForge()
let office: Office
let shop: PrintShop
let greetings: LockedSet
let farewells: LockedSet
beforeAll(async () => {
  office = await openOffice(forge)
})
beforeEach(async () => {
  shop = await printShop(office)
  greetings = await shop.locked('Greetings', { hello: 'Hello' })
  farewells = await shop.locked('Farewells', { bye: 'Bye' })
  await shop.publish(greetings)
  await shop.publish(farewells)
  await shop.publish(await shop.revise(greetings, { hello: 'Good day' }))
})

const refused = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code]

describe('rollback', () => {
  it('restores all that an earlier publication ran, under a new sequence', async () => {
    const { body } = await shop.ask({ kind: 'rollback', to_sequence: 1 }).expect(201)
    expect(body).toMatchObject({ kind: 'rollback', sequence: 4, previous_sequence: 3 })
    expect(body.changed).toEqual([
      { prompt_set_id: farewells.id, prompt_set: 'farewells', from: '1.0.0', to: null },
      { prompt_set_id: greetings.id, prompt_set: 'greetings', from: '1.0.1', to: '1.0.0' },
    ])
    expect(await shop.running()).toEqual(['greetings@1.0.0'])
  })

  it('restores one named set of it and leaves the others', async () => {
    await shop.ask({ kind: 'rollback', to_sequence: 2, prompt_set_id: greetings.id }).expect(201)
    expect(await shop.running()).toEqual(['farewells@1.0.0', 'greetings@1.0.0'])
  })

  it('goes back to the empty manifest that the environment was born with', async () => {
    await shop.ask({ kind: 'rollback', to_sequence: 0 }).expect(201)
    expect(await shop.running()).toEqual([])
  })

  it('refuses a sequence that never was, a set that did not run then, and what runs already', async () => {
    const never = await shop.ask({ kind: 'rollback', to_sequence: 99 })
    expect(refused(never)).toEqual([404, 'publication.not_found'])
    const absent = await shop.ask({ kind: 'rollback', to_sequence: 1, prompt_set_id: farewells.id })
    expect(refused(absent)).toEqual([409, 'prompt_set.not_published'])
    const same = await shop.ask({ kind: 'rollback', to_sequence: 3 })
    expect(refused(same)).toEqual([409, 'publication.nothing_changed'])
    expect((await shop.head()).sequence).toBe(3)
  })

  it('refuses the sequence of another environment', async () => {
    const response = await shop.ask({ kind: 'rollback', to_sequence: 3 }, { environment: 'staging' })
    expect(refused(response)).toEqual([404, 'publication.not_found'])
  })

  it('refuses a head that the person did not see', async () => {
    const response = await shop.ask({ kind: 'rollback', to_sequence: 1, expected_sequence: 2 })
    expect(refused(response)).toEqual([409, 'publication.sequence_conflict'])
    expect(response.body.error.details.changed).toMatchObject([{ prompt_set: 'greetings', from: '1.0.0', to: '1.0.1' }])
  })
})

describe('withdraw', () => {
  it('is a publication that leaves the set out', async () => {
    const { body } = await shop.ask({ kind: 'withdraw', prompt_set_ids: [greetings.id] }).expect(201)
    expect(body).toMatchObject({ kind: 'withdraw', sequence: 4, changed: [{ from: '1.0.1', to: null }] })
    expect(await shop.running()).toEqual(['farewells@1.0.0'])
  })

  it('refuses a set that does not run, and moves nothing then', async () => {
    const unknown = await shop.ask({ kind: 'withdraw', prompt_set_ids: [greetings.id, randomUUID()] })
    expect(refused(unknown)).toEqual([409, 'prompt_set.not_published'])
    expect(await shop.running()).toEqual(['farewells@1.0.0', 'greetings@1.0.1'])
  })
})
