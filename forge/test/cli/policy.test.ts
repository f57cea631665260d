import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffice } from '../support/content.js'
import { type CliResult, type OperatorServer, operatorServer } from '../support/operator.js'
import { SECRET } from '../support/policed.js'

let server: OperatorServer
beforeAll(async () => {
  server = await operatorServer()
  const running = await server.start()
  const office = await openOffice({
    get app() {
      return running.app
    },
    get ctx() {
      return running.ctx
    },
  })
  const set = await office.newSet('Onboarding')
  await set.write('welcome.mail', `Hello\n${SECRET}`)
  await set.write('other.mail', 'Say cheese')
  await running.close()
})
afterAll(() => server.remove())

const policy = (verb: string, ...args: string[]): Promise<CliResult> =>
  server.cli(['policy', verb, '--project', 'support-desk', ...args])

async function file(name: string, text: string): Promise<string> {
  await writeFile(path.join(server.folder, name), text)
  return path.join(server.folder, name)
}

describe('anvil-forge policy', () => {
  it('goes round: get, change, check, set', async () => {
    const got = await policy('get')
    expect([got.code, got.stdout.startsWith('format: 1\nrules:\n')]).toEqual([0, true])
    const before = await policy('check')
    expect([before.code, before.stdout.split('\n').filter((line) => line !== '').length]).toEqual([6, 2])
    expect(before.stdout).toMatch(
      /^block {2}onboarding\/welcome.mail secrets: Line 2 holds what looks like a GitHub token/,
    )
    expect(before.stdout).not.toContain(SECRET)
    const ours = await file(
      'policy.yaml',
      got.stdout
        .replace('phrases: []', 'phrases: [say cheese]')
        .replace('secrets:\n    level: block', 'secrets:\n    level: warn'),
    )
    const checked = await policy('check', ours, '--json')
    expect([checked.code, checked.json]).toMatchObject([
      6,
      {
        schemaVersion: 1,
        blocking: 1,
        prompt_sets: [
          {
            prompt_set: 'onboarding',
            findings: [
              { rule: 'secrets', blocks: false },
              { rule: 'banned_phrases', blocks: true },
            ],
          },
        ],
      },
    ])
    const set = await policy('set', ours)
    expect([set.code, set.stdout]).toEqual([0, 'Policy 1 is in force.\n'])
    expect((await policy('get', '--json')).json).toMatchObject({ number: 1, created_by: null })
    const calm = await file('calm.json', JSON.stringify({ format: 1, rules: { secrets: { level: 'off' } } }))
    expect((await policy('check', calm)).code).toBe(0)
    expect(
      (await policy('set', calm, '--expected-number', '0')).json ?? (await policy('get', '--json')).json,
    ).toMatchObject({ number: 1 })
  })

  it('says on which line a file is wrong, and that one is not there', async () => {
    const wrong = await policy('set', await file('wrong.yaml', 'format: 1\nrules:\n  size: { level: loud }\n'))
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('Line 3: rules.size.level')])
    const none = await policy('check', path.join(server.folder, 'none.yaml'), '--json')
    expect([none.code, none.json]).toMatchObject([2, { error: { code: 'file.unusable' } }])
    const nowhere = await server.cli(['policy', 'get', '--project', 'nowhere'])
    expect([nowhere.code, nowhere.stderr]).toEqual([5, expect.stringContaining('project.not_found')])
  })
})
