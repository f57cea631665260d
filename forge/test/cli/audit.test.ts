import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOffice } from '../support/content.js'
import { cliProcess, type OperatorServer, operatorServer } from '../support/operator.js'

let server: OperatorServer
let organisation: string
let root: string
const file = (name: string): string => path.join(server.folder, name)

beforeAll(async () => {
  server = await operatorServer()
  const forge = await server.start()
  organisation = (await openOffice(forge)).organisationId
  root = forge.ctx.signing.rootKey
  await forge.close()
})
afterAll(() => server.remove())

it('writes the trail of an organisation to a new file, which is proven where there is no FORGE', async () => {
  const trail = file('trail.jsonl')
  const done = await server.cli(['audit', 'export', '--organisation', organisation, trail])
  expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('anvil-forge audit verify')])
  expect((await stat(trail)).mode & 0o777).toBe(0o600)
  const proven = await cliProcess({}, ['audit', 'verify', trail, '--root-key', root])
  expect([proven.code, proven.stderr]).toEqual([0, ''])
  expect(proven.stdout).toMatch(
    /^The trail [0-9a-f-]{36}, which says it is of .+, is as it was sealed: \d+ of it, entries 1 \(.+\) to \d+ \(.+\)\.\nHead [0-9a-f]{64}, signed at [^]+\nATTENTION: only this file says that entry \d+ is the last/,
  )
  await writeFile(trail, (await readFile(trail, 'utf8')).replace('"member.added"', '"member.gone"'))
  const altered = await cliProcess({ ANVIL_ROOT_KEY: root }, ['audit', 'verify', trail])
  expect([altered.code, altered.stderr]).toEqual([
    8,
    expect.stringMatching(/^error: Entry \d+ of the audit trail \(number \d+, line \d+\) was altered\./),
  ])
})

it("has FORGE's own trail, and that of a time", async () => {
  const own = file('own.jsonl')
  expect((await server.cli(['audit', 'export', own, '--from', '2020-01-01', '--to', '2020-01-02'])).code).toBe(0)
  const [head = '', first = ''] = (await readFile(own, 'utf8')).split('\n')
  expect([JSON.parse(head), JSON.parse(first)]).toMatchObject([
    { kind: 'anvil-audit-export', chain: 'forge', organisation: null },
    { seq: 1, action: 'keyset.made', means: 'job', actor: { kind: 'system', id: 'signing', name: null } },
  ])
  expect((await server.cli(['audit', 'verify', own, '--root-key', root])).code).toBe(0)
})

it('overwrites nothing, and says what it can not use', async () => {
  await writeFile(file('there'), 'mine')
  const results = [
    await server.cli(['audit', 'export', file('there'), '--json']),
    await server.cli(['audit', 'export', file('no/such/folder'), '--json']),
    await server.cli(['audit', 'export', file('new'), '--from', 'yesterday', '--json']),
    await server.cli(['audit', 'export', file('new'), '--organisation', 'nobody', '--json']),
    await server.cli(['audit', 'verify', file('there'), '--json']),
    await server.cli(['audit', 'verify', file('there'), '--root-key', 'ed25519:x', '--json']),
  ]
  expect(results.map(({ code, json }) => [code, json.error.code])).toEqual([
    [2, 'file.unusable'],
    [2, 'file.unusable'],
    [2, 'command.invalid'],
    [5, 'organisation.not_found'],
    [2, 'command.invalid'],
    [1, 'key.malformed'],
  ])
  expect(await readFile(file('there'), 'utf8')).toBe('mine')
})
