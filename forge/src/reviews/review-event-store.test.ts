import { beforeAll, expect, it } from 'vitest'
import { openOffice, type Office } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'

const forge = testForge()
let office: Office
beforeAll(async () => {
  office = await openOffice(forge)
})

it.each(['UPDATE review_events SET kind = $$approved$$', 'DELETE FROM review_events'])(
  'what was done in a review is rewritten by no request: %s',
  async (statement) => {
    const { ctx } = forge
    const set = await office.newSet(`Set ${statement.slice(0, 6)}`)
    await set.write(`welcome.${statement.slice(0, 3).toLowerCase()}`, 'Hello')
    await set.move({ status: 'REVIEW' }).expect(200)
    const events = () => ctx.db('review_events').orderBy('number')
    const before = await events()
    const asRequest = ctx.asActor({ kind: 'user', id: office.author.id }, async (trx) => {
      await trx.raw(`SELECT set_config('anvil.project_id', ?, true)`, [office.projectId])
      await trx.raw(statement)
    })
    await expect(asRequest).rejects.toThrow('permission denied')
    expect(await events()).toEqual(before)
    expect(before.length).toBeGreaterThan(0)
  },
)
