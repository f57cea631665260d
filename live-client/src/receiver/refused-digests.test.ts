import { AnvilError } from '@anvil/shared/errors'
import { describe, expect, it } from 'vitest'
import { RefusedDigests } from './refused-digests.js'

const MINUTE = 60_000
const bad = new AnvilError('bundle.malformed', 'It is bad.')

function refused() {
  const time = { ms: 0, wall: 0 }
  return { time, refused: new RefusedDigests({ now: () => time.wall, monotonic: () => time.ms }) }
}

describe('digests that were refused', () => {
  it('are known with their error for five minutes, whatever the wall clock says', () => {
    const { refused: digests, time } = refused()
    digests.add('a', bad)
    time.wall = 365 * 24 * 60 * MINUTE
    time.ms = 5 * MINUTE - 1
    expect(digests.find('a')).toBe(bad)
    time.ms = 5 * MINUTE
    expect(digests.find('a')).toBeUndefined()
  })

  it('do not stand for others', () => {
    const { refused: digests } = refused()
    digests.add('a', bad)
    expect(digests.find('b')).toBeUndefined()
  })

  it('are refused anew from when they are found bad again', () => {
    const { refused: digests, time } = refused()
    digests.add('a', bad)
    time.ms = 4 * MINUTE
    digests.add('a', bad)
    time.ms = 8 * MINUTE
    expect(digests.find('a')).toBe(bad)
  })
})
