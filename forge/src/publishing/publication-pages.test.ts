import type { PublicationPage } from '@anvil/shared/api'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import { type PrintShop, printShop } from '../../test/support/print-shop.js'

const forge = testForge()
let office: Office
let shop: PrintShop
beforeAll(async () => {
  office = await openOffice(forge)
  shop = await printShop(office)
  let set = await shop.locked('Letters', { 'letter.a': 'One' })
  await shop.publish(set)
  for (const text of ['Two', 'Three']) {
    set = await shop.revise(set, { 'letter.a': text })
    await shop.publish(set)
  }
})

const ask = (query: string, environment = 'production') =>
  office.reviewer.call('get', `/projects/${shop.projectId}/environments/${environment}/publications${query}`)
const page = async (query: string, environment?: string): Promise<[number[], number | null]> => {
  const { body }: { body: PublicationPage } = await ask(query, environment).expect(200)
  return [body.publications.map(({ sequence }) => sequence), body.next]
}

describe('the pages of publications', () => {
  it('go down to the first manifest of all, and end there and nowhere before', async () => {
    expect(await page('')).toEqual([[3, 2, 1, 0], null])
    expect(await page('?limit=4')).toEqual([[3, 2, 1, 0], null])
    expect(await page('?limit=3')).toEqual([[3, 2, 1], 1])
    expect(await page('?limit=3&before=1')).toEqual([[0], null])
    expect(await page('?limit=1&before=1')).toEqual([[0], null])
    expect(await page('', 'staging')).toEqual([[0], null])
  })

  it('begin below what is named, also where that is no sequence of theirs', async () => {
    expect(await page(`?before=${Number.MAX_SAFE_INTEGER}&limit=1`)).toEqual([[3], 3])
    expect(await page('?before=0')).toEqual([[], null])
  })

  it('stay what they are while somebody publishes', async () => {
    const [, next] = await page('?limit=2')
    await shop.ask({ kind: 'rollback', to_sequence: 1 }).expect(201)
    expect(await page(`?limit=2&before=${next}`)).toEqual([[1, 0], null])
    expect(await page('?limit=1')).toEqual([[4], 4])
  })

  it.each(['limit=0', 'limit=101', 'limit=1.5', 'limit=x', 'before=-1', 'before=1e300', 'before=last'])(
    'are none of ?%s',
    async (query) => {
      const { status, body } = await ask(`?${query}`)
      expect([status, body.error.code]).toEqual([400, 'request.invalid'])
    },
  )
})
