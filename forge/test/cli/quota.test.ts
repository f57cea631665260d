import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffice } from '../support/content.js'
import { type CliResult, type OperatorServer, operatorServer } from '../support/operator.js'

let server: OperatorServer
beforeAll(async () => {
  server = await operatorServer()
  const running = await server.start()
  await openOffice({
    get app() {
      return running.app
    },
    get ctx() {
      return running.ctx
    },
  })
  await running.close()
})
afterAll(() => server.remove())

const quota = (verb: string, ...args: string[]): Promise<CliResult> =>
  server.cli(['quota', verb, '--organisation', 'engines', ...args])

describe('anvil-forge quota', () => {
  it('says how much an organisation has and may have, and changes what is named', async () => {
    const got = await quota('get')
    expect([got.code, got.stdout]).toEqual([
      0,
      'projects      1 of 1000\nprompts       0 of 100000\naccess tokens 0 of 5000\ninstances     0 of 50000\n',
    ])
    const set = await quota('set', '--access-tokens', '3', '--prompts', '0', '--json')
    expect([set.code, set.json]).toMatchObject([
      0,
      {
        schemaVersion: 1,
        quotas: [{ most: 1_000 }, { kind: 'prompts', used: 0, most: 0 }, { most: 3 }, { most: 50_000 }],
      },
    ])
    expect((await quota('get', '--json')).json.quotas).toEqual(set.json.quotas)
  })

  it.each([
    [['--projects', '-1']],
    [['--projects', 'many']],
    [['--instances', '1.5']],
    [['--access-tokens', '3000000000']],
  ])('takes no %j, and changes nothing', async (args) => {
    const before = (await quota('get', '--json')).json
    const wrong = await quota('set', ...args)
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining(`${args[0]} ${args[1]} is no number`)])
    expect((await quota('get', '--json')).json).toEqual(before)
  })

  it('asks what to change, and of which organisation', async () => {
    const nothing = await quota('set')
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('Add at least one of --projects')])
    const nowhere = await server.cli(['quota', 'get', '--organisation', 'nowhere'])
    expect([nowhere.code, nowhere.stderr]).toEqual([5, expect.stringContaining('organisation.not_found')])
  })
})
