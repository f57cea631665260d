import { describe, expect, it } from 'vitest'
import type { PolicyCopy } from './policy-copies.js'
import { bringBack, conflictOf, replaceTheirs, saved, takeTheirs, write } from './policy-writing.js'

const NOTHING: PolicyCopy = { written: null, aside: null }
const usual = { number: 0, yaml: 'format: 1' }
const theirs = { number: 1, yaml: 'format: 1 # theirs' }
const mine = write(NOTHING, usual, 'format: 1 # mine')

describe('what somebody writes of a policy', () => {
  it('remembers what they saw when they began, however much they write', () => {
    expect(mine.written).toEqual({ yaml: 'format: 1 # mine', seen: 0, began: 'format: 1' })
    expect(write(mine, usual, 'more').written).toEqual({ yaml: 'more', seen: 0, began: 'format: 1' })
    expect(write(mine, theirs, 'more').written).toEqual({ yaml: 'more', seen: 0, began: 'format: 1' })
  })

  it('is nothing once it says again what is in force', () => {
    expect(write(mine, usual, usual.yaml)).toEqual(NOTHING)
    expect(write(mine, theirs, usual.yaml).written).not.toBeNull()
  })

  it('is against another policy that came meanwhile, unless both say the same', () => {
    expect(conflictOf(mine, usual)).toBeUndefined()
    expect(conflictOf(NOTHING, theirs)).toBeUndefined()
    expect(conflictOf(mine, theirs)).toEqual({ base: 'format: 1' })
    expect(conflictOf(mine, { number: 1, yaml: 'format: 1 # mine' })).toBeUndefined()
  })
})

describe('where both wrote', () => {
  it('mine, or what was put together, goes on from theirs', () => {
    const kept = replaceTheirs(mine, theirs, 'both')
    expect(kept).toEqual({ written: { yaml: 'both', seen: 1, began: theirs.yaml }, aside: null })
    expect(conflictOf(kept, theirs)).toBeUndefined()
    expect(replaceTheirs(mine, theirs, theirs.yaml)).toEqual(NOTHING)
  })

  it('mine is set aside where theirs is taken, and can be brought back', () => {
    const taken = takeTheirs(mine, theirs)
    expect(taken).toEqual({ written: null, aside: 'format: 1 # mine' })
    const back = bringBack(taken, theirs)
    expect(back).toEqual({ written: { yaml: 'format: 1 # mine', seen: 1, began: theirs.yaml }, aside: null })
    expect(conflictOf(back, theirs)).toBeUndefined()
  })

  it('what was written since takes the place of what is brought back', () => {
    const since = write(takeTheirs(mine, theirs), theirs, 'since')
    expect(bringBack(since, theirs)).toMatchObject({ written: { yaml: 'format: 1 # mine' }, aside: 'since' })
    expect(bringBack(mine, theirs)).toEqual(mine)
  })

  it('nothing that was set aside is lost by going back to what is in force', () => {
    const taken = takeTheirs(mine, theirs)
    expect(takeTheirs(taken, theirs)).toEqual(taken)
    expect(takeTheirs({ ...taken, written: { yaml: theirs.yaml, seen: 1, began: '' } }, theirs)).toEqual(taken)
  })
})

describe('a text that is in force', () => {
  it('is written no more, and what was set aside stays', () => {
    expect(saved({ ...mine, aside: 'earlier' }, 'format: 1 # mine', 1)).toEqual({ written: null, aside: 'earlier' })
    expect(saved(NOTHING, 'format: 1 # mine', 1)).toEqual(NOTHING)
  })

  it('does not take away what was written while it was sent, which goes on from it', () => {
    const more = write(mine, usual, 'format: 1 # mine, and more')
    const after = saved(more, 'format: 1 # mine', 1)
    expect(after.written).toEqual({ yaml: 'format: 1 # mine, and more', seen: 1, began: 'format: 1 # mine' })
    expect(conflictOf(after, { number: 1, yaml: 'format: 1 # mine' })).toBeUndefined()
  })
})
