import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { nextMessage, runToEnd, startChild } from './support/child.js'
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

async function ask(child: ChildProcess, what: 'prompt' | 'status'): Promise<unknown> {
  const answer = nextMessage(child)
  child.send(what)
  return answer
}

async function until(child: ChildProcess, text: string): Promise<void> {
  while ((await ask(child, 'prompt')) !== text);
}

describe('processes that share a folder', () => {
  afterEach(async () => {
    for (const child of children.splice(0)) {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
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
