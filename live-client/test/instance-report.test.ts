import { describe, expect, it } from 'vitest'
import { bundleOf, fresh, refuse } from './support/forge-server.js'
import { next, useHarness } from './support/harness.js'
import { pushBody, push, serveHandler } from './support/push.js'

const harness = useHarness()
const one = bundleOf({ hello: 'one' })
const two = bundleOf({ hello: 'two' })

const told = (count: number) =>
  expect.poll(() => harness.forge.reports.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count)

describe('an instance without a socket', () => {
  it('tells FORGE at its start who it is, what it runs and what it did', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client({ receiverUrl: 'https://shop.example.com/anvil/receive/', syncIntervalMs: 60_000 })
    await client.start()
    await told(1)
    const [first] = harness.forge.reports
    expect(first?.path).toMatch(/^\/api\/v1\/projects\/[0-9a-f-]{36}\/instances\/[\w.:-]+$/)
    expect(first?.path).toContain(first?.report.instance.id)
    expect(first?.report).toMatchObject({
      mode: 'accepting',
      have: { epoch: 1, sequence: 1 },
      receiver_url: 'https://shop.example.com/anvil/receive',
      ack: { result: 'applied', sequence: 1 },
      heartbeat: { state: 'READY', running: { epoch: 1, sequence: 1 }, prompts: 1 },
    })
    expect(JSON.stringify(harness.forge.reports)).not.toContain('anv_production')
  })

  it('tells again after each change, of its prompts and of its mode', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client()
    await client.start()
    await told(1)
    harness.forge.publish([two], fresh(2))
    await expect
      .poll(() =>
        harness.forge.reports.some(({ report }) => report.ack?.result === 'applied' && report.ack.sequence === 2),
      )
      .toBe(true)
    await client.setMode('frozen')
    await expect.poll(() => harness.forge.reports.at(-1)?.report.mode).toBe('frozen')
  })

  it('tells again and again at the pace that FORGE asks for', async () => {
    harness.forge.publish([one], fresh(1))
    await harness.client({ syncIntervalMs: 60_000 }).start()
    await told(3)
  })

  it('tells what became of a push by HTTP', async () => {
    harness.forge.publish([one], fresh(1))
    const client = harness.client({ syncIntervalMs: 60_000 })
    await client.start()
    const receive = client.receiver()
    const at = await serveHandler((req, res) => receive(req, res))
    await push(at.url, pushBody(harness.forge, [two], { manifest: fresh(2) }))
    await expect.poll(() => harness.forge.reports.at(-1)?.report.heartbeat.running?.sequence).toBe(2)
    await at.close()
  })

  it('says an ack again until FORGE has taken it', async () => {
    harness.forge.publish([one], fresh(1))
    let refusals = 2
    harness.forge.script.answer = (request, response) => {
      if (request.method !== 'PUT' || refusals === 0) return false
      refusals -= 1
      refuse(response, 503, 'forge.unavailable')
      return true
    }
    const client = harness.client()
    await client.start()
    for (const mode of ['frozen', 'accepting', 'frozen'] as const) {
      const before = harness.forge.reports.length
      await client.setMode(mode)
      await told(before + 1)
    }
    const acks = harness.forge.reports.map(({ report }) => report.ack?.sequence)
    expect(acks.slice(0, 3)).toEqual([1, 1, 1])
    expect(acks.at(-1)).toBeUndefined()
    expect(client.prompt('hello')).toBe('one')
  })

  it('goes on rendering, and says why, where FORGE refuses the report', async () => {
    harness.forge.publish([one], fresh(1))
    harness.forge.script.answer = (request, response) => {
      if (request.method !== 'PUT') return false
      refuse(response, 401, 'token.revoked')
      return true
    }
    const client = harness.client({ syncIntervalMs: 60_000 })
    const error = next(client, 'error')
    await client.start()
    expect((await error).code).toBe('token.revoked')
    expect(client.prompt('hello')).toBe('one')
  })
})

it('an instance whose socket is refused tells FORGE by request', async () => {
  harness.forge.publish([one], fresh(1))
  await harness.client({ transport: 'auto', syncIntervalMs: 60_000 }).start()
  await told(1)
  expect(harness.forge.reports[0]?.report.heartbeat.state).toBe('READY')
})
