import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { requiredString, testForge, textPrompt } from '@anvil/shared/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { cliEnv, runCli } from './support/cli.js'
import { bundleOf, fresh } from './support/forge-server.js'
import { useHarness } from './support/harness.js'

const harness = useHarness()
const anvil = (...args: string[]) => runCli(args, cliEnv(harness))
const count = { type: 'number', required: false, default: 1, description: 'how many' } as const

function bundle(greeting: string, version = '1.2.3') {
  const snapshot = {
    'welcome.message': textPrompt(greeting, { name: requiredString, count }),
    'welcome.short': textPrompt('Hi!'),
    farewell: textPrompt('Bye {{name}}', { name: requiredString }),
  }
  return bundleOf({}, { snapshot, version })
}

beforeEach(async () => {
  harness.forge.publish([bundle('Welcome {{name}},\nyou have {{count}} notes.')], fresh(1))
  await harness.fill()
})

describe('anvil list', () => {
  it('shows each prompt with its set, version and variables; a ? marks the optional ones', async () => {
    const { code, stdout } = await anvil('list')
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        'PROMPT           PROMPT SET        KIND  VARIABLES',
        'farewell         onboarding 1.2.3  text  name',
        'welcome.message  onboarding 1.2.3  text  count? name',
        'welcome.short    onboarding 1.2.3  text',
        '',
      ],
    ])
  })

  it('takes a pattern, in which a dot is a dot', async () => {
    const { json } = await anvil('list', 'welcome.*', '--json')
    expect(json).toMatchObject({ schemaVersion: 1, prompts: [{ id: 'welcome.message' }, { id: 'welcome.short' }] })
    expect((await anvil('list', 'welcomeXshor?')).code).toBe(5)
  })

  it('says where nothing runs yet what to do', async () => {
    const { code, stderr } = await runCli(['list'], { ...cliEnv(harness), ANVIL_CACHE_DIR: join(harness.dir, 'new') })
    expect([code, stderr]).toEqual([1, expect.stringContaining('anvil sync')])
  })
})

describe('anvil show', () => {
  it('prints the template alone to stdout, and what is known of it beside', async () => {
    const { code, stdout, stderr } = await anvil('show', 'welcome.message')
    expect([code, stdout]).toEqual([0, 'Welcome {{name}},\nyou have {{count}} notes.\n'])
    expect(stderr).toMatch(/onboarding 1\.2\.3[\s\S]*count: number, optional — how many[\s\S]*name: string, required/)
  })

  it('gives all of it as JSON', async () => {
    const { json } = await anvil('show', 'farewell', '--json')
    expect(json).toMatchObject({ id: 'farewell', kind: 'text', template: 'Bye {{name}}', version: '1.2.3' })
  })

  it('names the nearest ids for one that is not there', async () => {
    const { code, stderr } = await anvil('show', 'welcome.mesage')
    expect([code, stderr]).toEqual([5, expect.stringContaining('Did you mean welcome.message')])
  })
})

describe('anvil render', () => {
  it('prints what an application gets, byte for byte', async () => {
    const { code, stdout } = await anvil('render', 'welcome.message', '--var', 'name=A=B {{x}}', '--var', 'count=3')
    expect([code, stdout]).toEqual([0, 'Welcome A=B {{x}},\nyou have 3 notes.'])
  })

  it('takes values from a file, which --var overrides, and tells where the text comes from', async () => {
    const file = join(harness.dir, 'values.json')
    await writeFile(file, '{"name":"Ada","count":9}')
    const { json } = await anvil('render', 'welcome.message', '--vars', file, '--var', 'name=Grace', '--json')
    expect(json).toMatchObject({ text: 'Welcome Grace,\nyou have 9 notes.', sequence: 1, version: '1.2.3' })
  })

  it.each([
    ['a variable is missing', [], 1, 'name'],
    ['a number is none', ['--var', 'name=Ada', '--var', 'count=many'], 2, '--var count, of type number, is not JSON'],
    ['a pair is none', ['--var', 'name'], 2, 'Write --var name=value'],
    ['the file is not there', ['--vars', 'none.json'], 2, 'none.json'],
  ])('fails and says why where %s', async (_what, args, code, why) => {
    const result = await anvil('render', 'welcome.message', ...args)
    expect([result.code, result.stdout, result.stderr]).toEqual([code, '', expect.stringContaining(why)])
  })
})

describe('anvil diff', () => {
  it('shows the lines a sync would change, and takes none of them', async () => {
    harness.forge.publish([bundle('Welcome {{name}},\nyou have {{count}} new notes.', '1.3.0')], fresh(2))
    const { code, stdout } = await anvil('diff')
    expect([code, stdout.split('\n').slice(0, 4)]).toEqual([
      0,
      ['welcome.message', '  Welcome {{name}},', '- you have {{count}} notes.', '+ you have {{count}} new notes.'],
    ])
    expect((await anvil('diff', '--check')).code).toBe(9)
    expect((await anvil('status', '--json')).json).toMatchObject({ version: '1.2.3' })
  })

  it('shows a variable that callers have to pass anew', async () => {
    const needed = { ...count, required: true }
    const snapshot = { ...bundle('').snapshot, 'welcome.short': textPrompt('Hi!', { count: needed }) }
    harness.forge.publish([bundleOf({}, { snapshot, version: '2.0.0' })], fresh(2))
    expect((await anvil('diff')).stdout).toContain('+ {{count}} number required')
  })

  it('says so where there is nothing to take', async () => {
    const { code, stdout } = await anvil('diff', '--check')
    expect([code, stdout]).toEqual([0, 'What runs here is what a sync would take.\n'])
  })
})

describe('anvil verify', () => {
  async function carried(): Promise<string> {
    const file = join(harness.dir, 'out.anvil')
    await anvil('sync', '--out', file)
    return file
  }

  it('needs neither configuration nor FORGE, and tells the key to compare on first use', async () => {
    const { code, stdout, stderr } = await runCli(['verify', await carried()], { NO_COLOR: '1' })
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Verified: production of project .*, sequence 1, epoch 1/),
    ])
    expect(stderr).toContain(harness.forge.forge.rootKey)
  })

  it('holds the file to a root key', async () => {
    const file = await carried()
    expect((await anvil('verify', file, '--json')).json).toMatchObject({
      trust: 'pinned',
      prompt_sets: [{ prompts: 3 }],
    })
    const other = testForge({ root: 'other', signer: 'other signer' }).rootKey
    const { code, stderr } = await anvil('verify', file, '--root-key', other)
    expect([code, stderr]).toEqual([8, expect.stringContaining('keyset.')])
  })

  it('refuses a file in which a letter was changed with 8, and one that is not there with 2', async () => {
    const file = await carried()
    const { readFile } = await import('node:fs/promises')
    await writeFile(file, (await readFile(file, 'utf8')).replace('Welcome', 'Welcame'))
    expect((await anvil('verify', file)).code).toBe(8)
    expect((await anvil('verify', 'nowhere.anvil')).code).toBe(2)
  })
})
