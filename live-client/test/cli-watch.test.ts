import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { type CliChild, cliEnv, runCli, startCli } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { useHarness } from './support/harness.js'

const harness = useHarness()
const children: CliChild[] = []

function watch(...args: string[]): CliChild {
  const child = startCli(['status', '--watch', ...args], cliEnv(harness))
  children.push(child)
  return child
}

const publish = async (sequence: number): Promise<void> => {
  harness.forge.publish([bundleOf({ hello: `text ${sequence}` })], fresh(sequence))
  await harness.fill()
}
const seen = (child: CliChild, what: string) => expect.poll(() => child.stdout(), { timeout: 10_000 }).toContain(what)

afterEach(() => {
  for (const { process: child } of children.splice(0)) child.kill('SIGKILL')
})

describe('anvil status --watch', () => {
  it('writes one JSON object a line on each change, and ends with 0 by Ctrl-C', async () => {
    await publish(1)
    const child = watch('--json')
    await seen(child, '"sequence":1')
    await publish(2)
    await seen(child, '"sequence":2')
    await runCli(['mode', 'frozen'], cliEnv(harness))
    await seen(child, '"mode":"frozen"')
    child.process.kill('SIGINT')
    expect(await once(child.process, 'close')).toEqual([0, null])
    const lines = child.stdout().trimEnd().split('\n')
    const objects = lines.map((line) => JSON.parse(line))
    expect(objects[0]).toMatchObject({ schemaVersion: 1, sequence: 1, mode: 'accepting', state: 'READY' })
    expect(objects.at(-1)).toMatchObject({ schemaVersion: 1, sequence: 2, mode: 'frozen' })
    const withoutAge = objects.map(({ age_ms: _age, ...rest }) => JSON.stringify(rest))
    expect(new Set(withoutAge).size).toBe(withoutAge.length)
  })

  it('shows the whole again where there is no terminal', async () => {
    await publish(1)
    const child = watch()
    await seen(child, 'Mode:        ACCEPTING')
    await runCli(['mode', 'frozen', '--reason', 'launch week'], cliEnv(harness))
    await seen(child, 'Mode:        FROZEN (launch week)')
    child.process.kill('SIGINT')
    expect(await once(child.process, 'close')).toEqual([0, null])
    expect(child.stdout()).toMatch(/^FORGE: [\s\S]*\n\nFORGE: /)
    expect(child.stdout()).not.toContain('\u001B')
  })

  it('ends quietly when nobody reads it any more', async () => {
    await publish(1)
    const child = watch('--json')
    await seen(child, '"sequence":1')
    child.process.stdout?.destroy()
    await publish(2)
    expect(await once(child.process, 'close')).toEqual([0, null])
    expect(child.stderr()).toBe('')
  })
})
