import { existsSync } from 'node:fs'
import { MIGRATIONS } from '@anvil/migrations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { besideForge, type OperatorServer, operatorServer } from '../support/operator.js'

const NAMES = MIGRATIONS.map(({ name }) => name)
let server: OperatorServer
beforeAll(async () => {
  server = await operatorServer({ blank: true })
})
afterAll(() => server.remove())

describe('anvil-forge migrate', () => {
  it('brings an empty database up to date, once, and says how far it is', async () => {
    const first = await server.cli(['migrate', '--json'])
    expect([first.code, first.json.ran]).toEqual([0, besideForge() ? NAMES : []])
    await server.cli(['migrate', '--down', '--yes'])
    expect(await server.cli(['migrate', '--json'])).toMatchObject({ code: 0, json: { schemaVersion: 1, ran: NAMES } })
    expect((await server.cli(['migrate'])).stdout).toBe('The database is up to date.\n')
    const status = await server.cli(['migrate', '--status', '--json'])
    expect(status.json).toEqual({ schemaVersion: 1, done: NAMES, pending: [] })
    expect((await server.cli(['migrate', '--status'])).stdout).toContain(`done     ${NAMES[0]}\n`)
  })

  it('takes everything back only where somebody says yes', async () => {
    const silent = await server.cli(['migrate', '--down'])
    expect([silent.code, silent.stderr]).toEqual([2, expect.stringMatching(/deletes every prompt.*add --yes/)])
    const no = await server.cli(['migrate', '--down'], { terminal: true, text: 'n\n' })
    expect([no.code, no.stderr]).toEqual([3, expect.stringContaining('Go on? [y/N]')])
    expect((await server.cli(['migrate', '--status', '--json'])).json.done).toEqual(NAMES)
    const yes = await server.cli(['migrate', '--down'], { terminal: true, text: 'y\n' })
    expect([yes.code, yes.stdout]).toEqual([0, expect.stringContaining('The database is empty.')])
    expect((await server.cli(['migrate', '--status', '--json'])).json).toMatchObject({ done: [], pending: NAMES })
    expect((await server.cli(['migrate', '--down', '--yes', '--json'])).json.ran).toEqual([])
  })

  it('refuses --status together with --down', async () => {
    expect(await server.cli(['migrate', '--status', '--down'])).toMatchObject({ code: 2, stdout: '' })
  })

  it('makes no database where it was only asked about one', async () => {
    const { code, stderr } = await server.cliWith({ ANVIL_DATA_DIR: `${server.folder}/elsewhere` }, [
      'migrate',
      '--status',
    ])
    expect(existsSync(`${server.folder}/elsewhere`)).toBe(false)
    if (besideForge()) expect(code).toBe(0)
    else expect([code, stderr]).toEqual([5, expect.stringMatching(/There is no FORGE in .*elsewhere.*ANVIL_DATA_DIR/)])
  })

  it('says who has the folder while FORGE runs on it, and runs beside FORGE on PostgreSQL', async () => {
    const forge = await server.start()
    const { code, stderr } = await server.cli(['migrate', '--status'])
    await forge.close()
    if (besideForge()) expect(code).toBe(0)
    else expect([code, stderr]).toEqual([6, expect.stringMatching(/FORGE runs on the data folder .* Stop FORGE, run/)])
  })
})
