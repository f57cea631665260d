import { AnvilError } from '@anvil/shared/errors'
import { describe, expect, it } from 'vitest'
import { MemoryCache } from './cache/memory-cache.js'
import { CacheKeeper } from './cache-keeper.js'

function keeper() {
  const warnings: AnvilError[] = []
  return { warnings, keeper: new CacheKeeper(new MemoryCache(), (error) => warnings.push(error)) }
}

const fail = async (): Promise<never> => {
  throw new Error('EIO: i/o error')
}

describe('the keeper of the cache', () => {
  it('gives what the cache gives, and has no problem', async () => {
    const { keeper: cache } = keeper()
    expect(await cache.attempt('read', async () => 'value')).toBe('value')
    expect(cache.problem).toBeNull()
  })

  it('turns any failure into a warning that says what happened, why, and what to do', async () => {
    const { keeper: cache, warnings } = keeper()
    expect(await cache.attempt('save', fail)).toBeUndefined()
    expect(warnings).toMatchObject([
      {
        code: 'cache.unavailable',
        message: "The cache can't be used: EIO: i/o error. What runs stays in memory; mend the folder.",
      },
    ])
    expect(cache.problem).toBe(warnings[0]?.message)
  })

  it('keeps the code of an error that has one', async () => {
    const { keeper: cache, warnings } = keeper()
    const known = new AnvilError('cache.unavailable', 'Another process holds it. Try again.')
    await cache.attempt('record', () => Promise.reject(known))
    expect(warnings).toEqual([known])
  })

  it('warns once of each use, until that use has succeeded again', async () => {
    const { keeper: cache, warnings } = keeper()
    await cache.attempt('save', fail)
    await cache.attempt('save', fail)
    await cache.attempt('record', fail)
    expect(warnings.length).toBe(2)
    await cache.attempt('save', async () => undefined)
    await cache.attempt('save', fail)
    expect(warnings.length).toBe(3)
  })

  it('goes on showing that saving fails, though small records are kept and reading goes well', async () => {
    const { keeper: cache } = keeper()
    await cache.attempt('save', fail)
    await cache.attempt('record', async () => undefined)
    await cache.attempt('read', async () => undefined)
    expect(cache.problem).toMatch(/EIO/)
    await cache.attempt('save', async () => undefined)
    expect(cache.problem).toBeNull()
  })
})
