import { describe, expect, it } from 'vitest'
import { choiceOf, sidesOf } from './choose-two.js'

const VERSIONS = [{ version: '2.0.0' }, { version: '2.0.0-live.1' }, { version: '1.0.0' }]

describe('the sides of a comparison', () => {
  it.each(['LIVE', 'REVIEW'] as const)('are the draft in %s, and the versions below it', (status) => {
    expect(sidesOf({ status }, VERSIONS)).toEqual(['draft', '2.0.0', '2.0.0-live.1', '1.0.0'])
  })

  it('are the versions alone where no draft is open', () => {
    expect(sidesOf({ status: 'LOCKED' }, VERSIONS)).toEqual(['2.0.0', '2.0.0-live.1', '1.0.0'])
    expect(sidesOf({ status: 'LOCKED' }, [])).toEqual([])
  })
})

describe('a choice', () => {
  const sides = sidesOf({ status: 'LIVE' }, VERSIONS)

  it.each([
    [['2.0.0', '1.0.0'], '1.0.0', '2.0.0', 'Compare 1.0.0 with 2.0.0'],
    [['1.0.0', '2.0.0'], '1.0.0', '2.0.0', 'Compare 1.0.0 with 2.0.0'],
    [['1.0.0', 'draft'], '1.0.0', 'draft', 'Compare 1.0.0 with the draft'],
    [['2.0.0-live.1', '2.0.0'], '2.0.0-live.1', '2.0.0', 'Compare 2.0.0-live.1 with 2.0.0'],
  ])('of %j compares the older one with the newer one', (chosen, from, to, label) => {
    expect(choiceOf(chosen, sides)).toEqual({ label, from, to })
  })

  it.each([
    [[], 'Choose two to compare them.'],
    [['1.0.0'], 'Choose one more to compare them.'],
    [['draft', '2.0.0', '1.0.0'], '3 are chosen. Two can be compared.'],
    [['draft', '2.0.0', '2.0.0-live.1', '1.0.0'], '4 are chosen. Two can be compared.'],
  ])('of %j says what is missing', (chosen, because) => {
    expect(choiceOf(chosen, sides)).toEqual({ label: 'Compare two', because })
  })

  it('of what is there no more counts only what is left of it', () => {
    const left = sidesOf({ status: 'LOCKED' }, VERSIONS)
    expect(choiceOf(['draft', '1.0.0'], left)).toMatchObject({ because: 'Choose one more to compare them.' })
  })
})
