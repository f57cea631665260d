import { describe, expect, it } from 'vitest'
import { TestStorage } from '../../test/support/test-storage.js'
import { BrowserStore } from './browser-store.js'
import { SingleKeys } from './single-keys.js'

function keys(storage = new TestStorage()) {
  return { storage, keys: new SingleKeys(new BrowserStore(() => storage)) }
}

describe('single keys', () => {
  it('are on until they are turned off, and stay off', () => {
    const first = keys()
    expect(first.keys.areOn()).toBe(true)
    first.keys.turn(false)
    expect(first.keys.areOn()).toBe(false)
    expect(keys(first.storage).keys.areOn()).toBe(false)
    first.keys.turn(true)
    expect(keys(first.storage).keys.areOn()).toBe(true)
  })

  it('tell who listens of each change, until that does no more', () => {
    const { keys: switched } = keys()
    const told: boolean[] = []
    const end = switched.subscribe(() => told.push(switched.areOn()))
    switched.turn(false)
    switched.turn(true)
    end()
    switched.turn(false)
    expect(told).toEqual([false, true])
  })

  it('can be turned off where the browser keeps nothing, for as long as the page is there', () => {
    const forgetful = new SingleKeys(
      new BrowserStore(() => {
        throw new DOMException('Access is denied for this document.', 'SecurityError')
      }),
    )
    expect(forgetful.areOn()).toBe(true)
    forgetful.turn(false)
    expect(forgetful.areOn()).toBe(false)
  })
})
