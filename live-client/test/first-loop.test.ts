import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()

describe('a client', () => {
  it('renders what FORGE published, verified', async () => {
    harness.forge.publish([bundleOf({ hello: 'Hi' })], fresh(7))
    const client = harness.client()
    await client.start()
    expect(client.prompt('hello')).toBe('Hi')
    expect(client.status()).toMatchObject({
      state: 'READY',
      mode: 'accepting',
      version: '1.2.3',
      versions: { onboarding: '1.2.3' },
      sequence: 7,
      source: 'pull',
      prompts: 1,
      trust: 'pinned',
      wanted: null,
      last_error: null,
    })
  })

  it('swaps to what is published later', async () => {
    harness.forge.publish([bundleOf({ hello: 'one', gone: 'x' })], fresh(1))
    const client = harness.client()
    await client.start()
    const changed = next(client, 'changed')
    harness.forge.publish([bundleOf({ hello: 'two', more: 'y' }, { version: '1.3.0' })], fresh(2))
    expect(await changed).toEqual({
      position: { epoch: 1, sequence: 2 },
      added: ['more'],
      changed: ['hello'],
      removed: ['gone'],
    })
    expect([client.prompt('hello'), client.ids()]).toEqual(['two', ['hello', 'more']])
  })

  it('starts from its disk while FORGE is gone', async () => {
    harness.forge.publish([bundleOf({ hello: 'kept' })], fresh(3))
    await harness.fill()
    await harness.forge.close()
    const second = harness.client()
    await second.start()
    expect(second.render('hello')).toMatchObject({ text: 'kept', sequence: 3, reason: 'CACHED' })
    expect(second.status()).toMatchObject({ state: 'READY', source: 'cache' })
  })

  it('starts from the database when the last good file is gone', async () => {
    harness.forge.publish([bundleOf({ hello: 'kept' })], fresh(3))
    const first = harness.client()
    await first.start()
    const folder = first.status().cache.folder ?? ''
    await first.close()
    await harness.forge.close()
    await rm(join(folder, 'last-good.anvil'))
    const second = harness.client()
    await second.start()
    expect(second.prompt('hello')).toBe('kept')
  })

  it('is not ready at the deadline with nothing to serve, and ready later without a restart', async () => {
    harness.forge.script.answer = (_, response) => {
      response.destroy()
      return true
    }
    const client = harness.client({ readyTimeoutMs: 50 }, { random: () => 0 })
    await client.start()
    expect(client.status().state).toBe('NOT_READY')
    expect(() => client.prompt('hello')).toThrow(expect.objectContaining({ code: 'client.not_ready' }))
    expect(client.prompt('hello', {}, { fallback: 'plain {{x}}' })).toBe('plain {{x}}')
    const ready = next(client, 'ready')
    harness.forge.publish([bundleOf({ hello: 'Hi' })])
    harness.forge.script.answer = () => false
    await ready
    expect(client.prompt('hello')).toBe('Hi')
  })

  it('names the nearest ids for one that does not exist', async () => {
    harness.forge.publish([bundleOf({ 'welcome.message': 'Hi', other: 'x' })])
    const client = harness.client()
    await client.start()
    expect(() => client.prompt('welcome.mesage')).toThrow(/Did you mean welcome\.message\?/)
  })
})
