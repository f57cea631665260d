import { expect, it } from 'vitest'
import { isViewed, readViewed, tick } from './viewed.js'

const SHOWN = { welcome: 'a', bye: 'b', hello: 'c' }
const viewedOf = (viewed: Record<string, string>, shown = SHOWN) =>
  Object.keys(shown).filter((id) => isViewed(viewed, shown, id))

it('ticks and unticks a prompt, and leaves the others as they are', () => {
  const one = tick({}, SHOWN, 'welcome')
  const two = tick(one, SHOWN, 'bye')
  expect([viewedOf(one), viewedOf(two)]).toEqual([['welcome'], ['welcome', 'bye']])
  expect(viewedOf(tick(two, SHOWN, 'welcome'))).toEqual(['bye'])
})

it('counts no tick that was given for another text, and drops it with the next one', () => {
  const viewed = { welcome: 'an older text', gone: 'x', bye: 'b' }
  expect(viewedOf(viewed)).toEqual(['bye'])
  expect(tick(viewed, SHOWN, 'hello')).toEqual({ bye: 'b', hello: 'c' })
  expect(tick(viewed, SHOWN, 'welcome')).toEqual({ welcome: 'a', bye: 'b' })
})

it('is not misled by ids that objects know by themselves', () => {
  expect(isViewed({}, {}, 'constructor')).toBe(false)
  expect(tick({}, { constructor: 'a' }, 'constructor')).toEqual({ constructor: 'a' })
})

it.each([null, '', '{', '[]', '7', '{"welcome":7}'])('takes nothing from %j', (kept) => {
  expect(readViewed(kept)).toEqual({})
})

it('reads what was kept', () => {
  expect(readViewed(JSON.stringify(SHOWN))).toEqual(SHOWN)
})
