import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { ask, kill, nextMessage, runToEnd, startChild, until } from './support/child.js'
import { cliEnv } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'

const harness = useHarness()
const children: ChildProcess[] = []

function serve(env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = startChild('run-child.ts', ['serve until told to stop'], {
    ...cliEnv(harness),
    ANVIL_TRANSPORT: 'pull',
    ANVIL_READY_TIMEOUT_MS: '50',
    ...env,
  })
  children.push(child)
  return child
}

/** Lets a process close its client, which keeps what it took, and end. */
async function stopped(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.send('stop')
  await gone
  children.splice(children.indexOf(child), 1)
}

describe('processes that share a folder', () => {
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child)
  })

  it('all serve while FORGE is gone', async () => {
    harness.forge.publish([bundleOf({ hello: 'kept' })], fresh(1))
    await harness.fill()
    const started = Array.from({ length: 8 }, () => serve({ ANVIL_FORGE_URL: 'http://127.0.0.1:1' }))
    const texts = await Promise.all(started.map((child) => nextMessage(child)))
    expect(texts).toEqual(Array.from({ length: 8 }, () => 'kept'))
  })

  it('run what one of them learnt within a second', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    await harness.fill()
    const others = [serve({ ANVIL_FORGE_URL: 'http://127.0.0.1:1' }), serve({ ANVIL_FORGE_URL: 'http://127.0.0.1:1' })]
    await Promise.all(others.map((child) => nextMessage(child)))
    const client = harness.client()
    await client.start()
    const changed = next(client, 'changed')
    harness.forge.publish([bundleOf({ hello: 'two' })], fresh(2))
    await changed
    await Promise.all(others.map((child) => until(child, 'two')))
    expect(await ask(others[0] ?? others[1] ?? serve(), 'status')).toMatchObject({ source: 'folder', sequence: 2 })
  })

  it('all run what one of eight took, each of them once, and leave one whole folder', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    await harness.fill()
    const workers = Array.from({ length: 8 }, () => serve({ ANVIL_SYNC_INTERVAL_MS: '200' }))
    await Promise.all(workers.map((child) => nextMessage(child)))
    for (const sequence of [2, 3, 4]) {
      harness.forge.publish([bundleOf({ hello: `text ${sequence}` })], fresh(sequence))
      await Promise.all(workers.map((child) => until(child, `text ${sequence}`)))
    }
    for (const child of workers) expect(await ask(child, 'status')).toMatchObject({ sequence: 4, state: 'READY' })
    await Promise.all(workers.map((child) => stopped(child)))
    await harness.forge.close()
    const client = harness.client({ readyTimeoutMs: 20 })
    await client.start()
    expect([client.prompt('hello'), client.status().cache.problem]).toEqual(['text 4', null])
  })

  it('take a first state over from the one that has it', async () => {
    const waiting = serve({ ANVIL_FORGE_URL: 'http://127.0.0.1:1' })
    expect(await nextMessage(waiting)).toBe('nothing')
    harness.forge.publish([bundleOf({ hello: 'first' })], fresh(1))
    await harness.fill()
    await until(waiting, 'first')
  })

  it('may be threads of one process', async () => {
    harness.forge.publish([bundleOf({ hello: 'one' })], fresh(1))
    const done = await runToEnd('run-child.ts', ['three threads'], cliEnv(harness))
    expect(done).toEqual({ code: 0, said: 'oneoneone', erred: '' })
    await harness.forge.close()
    const client = harness.client()
    await client.start()
    expect(client.prompt('hello')).toBe('one')
  })
})
