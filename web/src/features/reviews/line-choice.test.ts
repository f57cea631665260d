import { describe, expect, it } from 'vitest'
import { type Choice, leave, pointAt, reachTo } from './line-choice.js'

const draft = (line: number) => ({ side: 'draft', line }) as const
const locked = (line: number) => ({ side: 'locked', line }) as const
const chosen = (anchor: number, head: number, isWriting: boolean): Choice => ({
  range: { side: 'draft', anchor, head },
  isWriting,
})

describe('pointing at a line', () => {
  it('begins to write of it alone, whatever was written of before', () => {
    expect(pointAt(undefined, draft(2), false)).toEqual(chosen(2, 2, true))
    expect(pointAt(chosen(2, 4, true), draft(7), false)).toEqual(chosen(7, 7, true))
    expect(pointAt(chosen(2, 4, true), draft(4), false)).toEqual(chosen(4, 4, true))
  })

  it('with Shift goes on from where one began, in either direction', () => {
    expect(pointAt(chosen(3, 3, true), draft(5), true)).toEqual(chosen(3, 5, true))
    expect(pointAt(chosen(3, 5, true), draft(1), true)).toEqual(chosen(3, 1, true))
    expect(pointAt(undefined, draft(5), true)).toEqual(chosen(5, 5, true))
  })

  it('at the other side begins there, with Shift too', () => {
    const there = { range: { side: 'locked', anchor: 4, head: 4 }, isWriting: true }
    expect(pointAt(chosen(3, 3, true), locked(4), true)).toEqual(there)
  })

  it('writes of what keys have chosen up to it', () => {
    expect(pointAt(chosen(2, 4, false), draft(4), false)).toEqual(chosen(2, 4, true))
    expect(pointAt(chosen(2, 4, false), draft(3), false)).toEqual(chosen(3, 3, true))
  })
})

describe('reaching by keys', () => {
  it('chooses without writing, step by step and back again', () => {
    const two = reachTo(undefined, draft(2), draft(3))
    expect(two).toEqual(chosen(2, 3, false))
    const three = reachTo(two, draft(3), draft(4))
    expect(three).toEqual(chosen(2, 4, false))
    expect(reachTo(three, draft(4), draft(3))).toEqual(two)
  })

  it('begins anew from a line that is not where the choice ends', () => {
    expect(reachTo(chosen(2, 4, false), draft(7), draft(8))).toEqual(chosen(7, 8, false))
  })

  it('goes on being written of where somebody writes', () => {
    expect(reachTo(chosen(2, 2, true), draft(2), draft(3))).toEqual(chosen(2, 3, true))
  })
})

it('leaving takes the choice away, but not from who writes of it', () => {
  expect(leave(chosen(2, 4, false))).toBeUndefined()
  expect(leave(chosen(2, 4, true))).toEqual(chosen(2, 4, true))
  expect(leave(undefined)).toBeUndefined()
})
