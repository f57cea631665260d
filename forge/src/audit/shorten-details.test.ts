import { expect, it } from 'vitest'
import { shortenDetails } from './shorten-details.js'

it('leaves what is short as it is, and says where a list goes on', () => {
  const short = { ids: Array.from({ length: 100 }, (_, at) => `p${at}`), revision: 3, deep: { more: [1] } }
  expect(shortenDetails(short)).toEqual({ details: short, shortened: {} })
  const { details, shortened } = shortenDetails({ ...short, ids: [...short.ids, 'one.more'] })
  expect([details, shortened]).toEqual([short, { ids: 101 }])
  expect(shortenDetails({})).toEqual({ details: {}, shortened: {} })
})
