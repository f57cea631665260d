import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VERSION } from '../version.js'
import { runCli } from './run-cli.js'

const COMMANDS = [
  'start',
  'migrate',
  'keys',
  'repair-sequence',
  'backup',
  'restore',
  'import',
  'export',
  'publish',
  'policy',
  'create-admin',
  'doctor',
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-cli-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Runs a command where no FORGE is. */
async function run(args: string[], { env = {}, color = false } = {}) {
  const [results, messages]: [string[], string[]] = [[], []]
  const code = await runCli(args, {
    env: { ANVIL_DATA_DIR: path.join(folder, 'none'), ANVIL_LOG_LEVEL: 'silent', ...env },
    input: new PassThrough().end(),
    result: (text) => void results.push(text),
    message: (text) => void messages.push(text),
    color,
    asked: () => Promise.resolve(),
  })
  return { code, result: results.join(''), message: messages.join('') }
}

describe('anvil-forge', () => {
  it('tells its version on the output of results, and ends with 0', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, result: `${VERSION}\n`, message: '' })
  })

  it('lists every command in its help', async () => {
    const { code, result } = await run(['--help'])
    expect(code).toBe(0)
    for (const command of COMMANDS) expect(result).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
  })

  it.each(COMMANDS)('helps with %s, which takes --json where it answers', async (command) => {
    const { code, result, message } = await run([command, '--help'])
    expect([code, message]).toEqual([0, ''])
    expect(result).toMatch(new RegExp(`^Usage: anvil-forge ${command} `))
    if (!['keys', 'policy'].includes(command)) expect(result).toContain('--json')
  })

  it.each([
    [['nothing-such'], 'unknown command'],
    [['doctor', '--jsn'], 'Did you mean --json?'],
    [['doctor', 'more'], 'too many arguments'],
    [['backup'], "required option '--out <file>' not specified"],
    [['backup', '--out'], "option '--out <file>' argument missing"],
    [['restore'], 'missing required argument'],
    [['migrate', '--status', '--down'], 'cannot be used with'],
    [['keys', 'burn'], 'unknown command'],
  ])('ends with 2 where %j can not be read, and says why to people', async (args, why) => {
    const { code, result, message } = await run(args)
    expect([code, result]).toEqual([2, ''])
    expect(message).toContain(why)
    expect(message).toContain('Run anvil-forge --help for all commands.')
  })

  it.each([[['nothing-such', '--json']], [['backup', '--json']], [['migrate', '--status', '--down', '--json']]])(
    'says as JSON what it can not read of %j',
    async (args) => {
      const { code, result } = await run(args)
      expect(code).toBe(2)
      expect(JSON.parse(result)).toEqual({
        schemaVersion: 1,
        error: expect.objectContaining({
          code: 'command.invalid',
          message: expect.stringMatching(/^[^.]*(?:\.[^.]+)*\. Run anvil-forge --help for all commands\.$/s),
        }),
      })
      expect(JSON.parse(result).error.message).not.toMatch(/^error:|\.\./)
    },
  )

  it.each(['doctor', 'migrate', 'keys list'])('%s tells all mistakes of the configuration, by 2', async (command) => {
    const { code, result, message } = await run([...command.split(' '), '--json'], {
      env: { PORT: 'http', ANVIL_SECRET_KEY: 'hunter2' },
    })
    expect(code).toBe(2)
    const { error } = JSON.parse(result)
    expect([error.code, error.details.mistakes.length]).toEqual(['config.invalid', 2])
    expect(message).toMatch(/^error: The configuration has mistakes: .* \(config\.invalid\)\n$/)
    expect(`${result}${message}`).not.toContain('hunter2')
  })

  it.each([
    ['backup', '--out', '/nowhere/x.backup'],
    ['keys', 'list'],
    ['migrate', '--status'],
  ])('%s %s makes no FORGE where none is, and ends with 5', async (...args) => {
    const { code, result } = await run([...args, '--json'])
    expect([code, JSON.parse(result).error.code]).toEqual([5, 'database.missing'])
    expect(await readdir(folder)).toEqual([])
  })

  it('overwrites no backup, and looks at no database for that', async () => {
    const { code, message } = await run(['backup', '--out', folder])
    expect([code, message]).toEqual([2, expect.stringContaining('is there already, and is not overwritten')])
  })

  it('says an error in red at a terminal, and in plain letters elsewhere', async () => {
    expect((await run(['keys', 'list'], { color: true })).message).toContain('\u001B[31merror\u001B[39m: ')
    expect((await run(['keys', 'list'])).message).toMatch(/^error: /)
  })
})
