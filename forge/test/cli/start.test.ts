import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliProcess, type OperatorServer, operatorServer } from '../support/operator.js'

let server: OperatorServer
beforeAll(async () => {
  server = await operatorServer({ env: { PORT: '0', ANVIL_LOG_LEVEL: 'info' } })
})
afterAll(() => server.remove())

const MAIN = path.resolve(import.meta.dirname, '../../dist/cli/main.js')

/** Starts FORGE by the command, and gives the lines it writes until one fits. */
async function started(): Promise<{ url: string; end: (signal: NodeJS.Signals) => Promise<number | null> }> {
  const node = [MAIN, 'start', '--json']
  const child = spawn(process.execPath, node, {
    env: { PATH: process.env['PATH'] ?? '', ...server.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const { schemaVersion, url } = JSON.parse(line)
    if (schemaVersion === undefined) continue
    child.stdout.resume()
    const end = async (signal: NodeJS.Signals) => {
      const closed = once(child, 'close')
      child.kill(signal)
      await closed
      return child.exitCode
    }
    return { url, end }
  }
  throw new Error('FORGE ended before it said where it is')
}

describe('anvil-forge', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('starts FORGE, says where it is, and ends with 0 by %s', async (signal) => {
    const { url, end } = await started()
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(await end(signal)).toBe(0)
    await expect(fetch(`${url}/readyz`)).rejects.toThrow('fetch failed')
  })

  it('shows its commands by --help, and ends with 2 for one it does not know', async () => {
    const help = await cliProcess({}, ['--help'])
    expect([help.code, help.stderr]).toEqual([0, ''])
    for (const command of ['start', 'migrate', 'create-admin']) expect(help.stdout).toContain(`  ${command} `)
    const unknown = await cliProcess({}, ['stop'])
    expect([unknown.code, unknown.stdout]).toEqual([2, ''])
    expect(unknown.stderr).toMatch(/unknown command 'stop'.*\nRun anvil-forge --help/)
  })

  it.each([
    [['publish', '--json'], /^required option '--project/],
    [['keys', 'bogus', '--json'], /^unknown command 'bogus'\. Run anvil-forge --help for all commands\.$/],
    [['keys', '--json'], /^unknown option '--json'/],
  ])('says what is wrong with anvil-forge %j as JSON too', async (args, message) => {
    const { code, json } = await server.cli(args)
    const error = { code: 'command.invalid', message: expect.stringMatching(message) }
    expect([code, json]).toMatchObject([2, { schemaVersion: 1, error }])
  })

  it('tells its version, which is that of its package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await server.cli(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('tells a wrong configuration as a sentence, as JSON, and by 2', async () => {
    const { code, json, stderr } = await cliProcess({ PORT: 'x', NO_COLOR: '1' }, ['start', '--json'])
    expect([code, json]).toMatchObject([2, { schemaVersion: 1, error: { code: 'config.invalid' } }])
    expect(stderr).toMatch(
      /^error: The configuration has mistakes: PORT must be a whole number from 0 to 65535.* \(config\.invalid\)\n$/,
    )
  })
})
