import { describe, expect, it } from 'vitest'
import { LifecycleKeeper } from './lifecycle-keeper.js'

function keeper() {
  const changes: string[] = []
  return { changes, keeper: new LifecycleKeeper((state, before) => changes.push(`${before} → ${state}`)) }
}

describe('the keeper of the lifecycle', () => {
  it('begins with nothing to serve', () => {
    expect(keeper().keeper.state).toBe('NOT_READY')
  })

  it('tells each change once, and nothing where nothing changes', () => {
    const { keeper: lifecycle, changes } = keeper()
    lifecycle.apply('contact_fresh')
    lifecycle.apply('activated_fresh')
    lifecycle.apply('activated_fresh')
    lifecycle.apply('went_stale')
    lifecycle.apply('barred')
    lifecycle.apply('barred')
    lifecycle.apply('contact_fresh')
    expect(changes).toEqual(['NOT_READY → READY', 'READY → STALE', 'STALE → ERROR', 'ERROR → READY'])
  })

  it('resolves once there is something to serve, stale or not, and stays resolved', async () => {
    const { keeper: lifecycle } = keeper()
    let serves = false
    const noted = lifecycle.serving.then(() => (serves = true))
    lifecycle.apply('barred')
    lifecycle.apply('went_stale')
    await new Promise(setImmediate)
    expect(serves).toBe(false)
    lifecycle.apply('activated_stale')
    await noted
    lifecycle.apply('barred')
    await lifecycle.serving
    expect(lifecycle.state).toBe('ERROR')
  })
})
