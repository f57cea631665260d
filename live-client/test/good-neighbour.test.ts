import { describe, expect, it } from 'vitest'
import { runToEnd } from './support/child.js'
import { cliEnv } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { useHarness } from './support/harness.js'
import { serveSockets } from './support/live-server.js'

const harness = useHarness()

const run = (act: string, env: NodeJS.ProcessEnv = {}) =>
  runToEnd('run-child.ts', [act], { ...cliEnv(harness), ...env })

const unreachable = { ANVIL_FORGE_URL: 'http://127.0.0.1:1', ANVIL_READY_TIMEOUT_MS: '50' }
const good = { code: 0, said: '', erred: '' }

describe('the client as a neighbour', () => {
  it('does nothing at import', async () => {
    expect(await run('import only')).toEqual(good)
    expect(harness.forge.requests).toEqual([])
  })

  it.each(['close without start', 'close while starting', 'close when ready'])(
    'leaves the process free to end after %s, by socket',
    async (act) => {
      serveSockets(harness.forge)
      harness.forge.publish([bundleOf({ hello: 'Hi' })], fresh(1))
      expect(await run(act)).toEqual(good)
    },
  )

  it.each(['close without start', 'close while starting', 'close when ready'])(
    'leaves the process free to end after %s, with FORGE gone',
    async (act) => {
      expect(await run(act, unreachable)).toEqual(good)
    },
  )

  it('leaves the process free to end after a close while FORGE does not answer', async () => {
    harness.forge.script.answer = () => true
    expect(await run('close while starting')).toEqual(good)
  })

  it.each(['auto', 'pull'])('does not keep a process alive that forgot to close it (%s)', async (transport) => {
    serveSockets(harness.forge)
    harness.forge.publish([bundleOf({ hello: 'Hi' })], fresh(1))
    expect(await run('never close', { ANVIL_TRANSPORT: transport })).toEqual({ ...good, said: 'Hi' })
  })

  it('does not keep a process alive while FORGE is gone', async () => {
    expect(await run('never close', unreachable)).toEqual({ ...good, said: 'nothing' })
  })

  it('rejects a start with a wrong configuration, and nothing else', async () => {
    const client = harness.client({ projectId: 'x' })
    await expect(client.start()).rejects.toMatchObject({ code: 'config.invalid' })
    await expect(client.sync()).rejects.toMatchObject({ code: 'client.not_ready' })
    expect(() => client.status()).toThrow(expect.objectContaining({ code: 'client.not_ready' }))
    expect(() => client.prompt('x')).toThrow(/start\(\)/)
  })

  it('may be started twice, and not after it was closed', async () => {
    harness.forge.publish([bundleOf({ hello: 'Hi' })], fresh(1))
    const client = harness.client()
    await Promise.all([client.start(), client.start()])
    await client.close()
    expect(client.prompt('hello')).toBe('Hi')
    await expect(client.start()).rejects.toMatchObject({ code: 'client.closed' })
    await expect(client.sync()).rejects.toMatchObject({ code: 'client.closed' })
  })

  it('outlives listeners and loggers that throw', async () => {
    harness.forge.publish([bundleOf({ hello: 'Hi' })], fresh(1))
    const fail = (): never => {
      throw new Error('from the host')
    }
    const client = harness.client({ logger: { info: fail, warn: fail } })
    client.on('ready', fail)
    client.on('changed', fail)
    await client.start()
    expect(client.prompt('hello')).toBe('Hi')
  })

  it('takes a listener away again', async () => {
    harness.forge.publish([bundleOf({ hello: 'Hi' })], fresh(1))
    const client = harness.client()
    const heard: string[] = []
    client.on('ready', () => heard.push('stays'))
    client.on('ready', () => heard.push('goes'))()
    await client.start()
    expect(heard).toEqual(['stays'])
  })
})
