import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/open-database.js'
import { listen } from '../../src/http/listen.js'
import { selfSigned } from '../support/certificate.js'
import { besideForge, type OperatorServer, operatorServer } from '../support/operator.js'

interface Check {
  name: string
  result: string
  detail: string
  fix?: string
}

let server: OperatorServer
let folder: string
let port: number

beforeAll(async () => {
  server = await operatorServer()
  folder = server.env['ANVIL_DATA_DIR'] ?? ''
  await (await server.start()).close()
})
beforeEach(async () => {
  const probe = createServer()
  port = await listen(probe, { host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => probe.close(resolve))
})
afterAll(() => server.remove())

async function doctor(env: Record<string, string> = {}): Promise<{ code: number; checks: Check[]; ok: boolean }> {
  const { code, json } = await server.cliWith({ PORT: String(port), ...env }, ['doctor', '--json'])
  return { code, checks: json.checks, ok: json.ok }
}

/** The variables by which FORGE serves TLS with a certificate that lasts so long. */
async function tls(days: number): Promise<Record<string, string>> {
  const { cert, key } = await selfSigned(server.folder, `for-${days}`, days)
  return { ANVIL_TLS_CERT: cert, ANVIL_TLS_KEY: key }
}

const find = (checks: Check[], name: string): Check | undefined => checks.find((check) => check.name === name)

/** Changes the database behind FORGE's back. */
async function change(statement: string): Promise<void> {
  const config = parseConfig(server.env)
  const { db, close } = await openDatabase(config.database, config.dataDir)
  await db.raw(statement)
  await close()
}

describe('anvil-forge doctor', () => {
  it('finds a healthy FORGE healthy, one line a thing', async () => {
    const { code, checks, ok } = await doctor()
    expect([code, ok, checks.filter(({ result }) => result === 'failed')]).toEqual([0, true, []])
    const names = checks.map(({ name }) => name)
    for (const name of ['database', 'clock', 'migrations', 'secret key', 'root key', 'signing key', 'sequence', 'port'])
      expect(names).toContain(name)
    const { stdout } = await server.cliWith({ PORT: String(port) }, ['doctor'])
    expect(stdout).toMatch(/^ok {7}database {8}PostgreSQL \d+\S* answers and takes writes$/m)
    expect(stdout).toMatch(/^ok {7}signing key {5}it signs for 36\d more days$/m)
    expect(stdout).toMatch(/^ok {7}port {12}127\.0\.0\.1:\d+ is free for FORGE$/m)
  })

  it('names the users of the server to whom the database is not shut', async () => {
    await change('CREATE ROLE anvil_test_neighbour LOGIN IN ROLE anvil_app')
    const { code, checks } = await doctor()
    expect([code, find(checks, 'neighbours')]).toMatchObject([
      0,
      {
        result: 'warning',
        detail: expect.stringContaining('anvil_test_neighbour'),
        fix: expect.stringContaining('REVOKE CONNECT ON DATABASE'),
      },
    ])
    await change('DROP ROLE anvil_test_neighbour')
    expect(find((await doctor()).checks, 'neighbours')).toMatchObject({ result: 'ok' })
  })

  it('looks at the certificate: how long it lasts, and whether it can be used', async () => {
    expect(find((await doctor(await tls(30))).checks, 'certificate')).toMatchObject({ result: 'ok' })
    expect(find((await doctor(await tls(5))).checks, 'certificate')).toMatchObject({
      result: 'warning',
      fix: expect.stringContaining('Renew it'),
    })
    const mixed = { ...(await tls(30)), ANVIL_TLS_KEY: (await tls(5))['ANVIL_TLS_KEY'] ?? '' }
    const { code, checks } = await doctor(mixed)
    expect([code, find(checks, 'certificate')]).toMatchObject([1, { result: 'failed' }])
  })

  it('knows a FORGE that runs, at its port and in its folder', async () => {
    const forge = await server.start({ port })
    const { code, checks } = await doctor({ ANVIL_PUBLIC_URL: forge.url })
    await forge.close()
    expect(code).toBe(0)
    expect(find(checks, 'port')?.detail).toMatch(/^FORGE answers at http:\/\/127\.0\.0\.1:\d+ and is ready$/)
    expect(find(checks, 'public address')?.detail).toMatch(/^FORGE answers at/)
    expect(find(checks, 'database')?.detail).toMatch(
      besideForge() ? /answers and takes writes/ : /a running FORGE holds/,
    )
  })

  it('says that another program has the port, and that nobody answers at the public address', async () => {
    const other = createServer((_req, res) => res.end('hello'))
    await listen(other, { host: '127.0.0.1', port })
    const { code, checks, ok } = await doctor({ ANVIL_PUBLIC_URL: `http://127.0.0.1:${port}` })
    other.close()
    expect([code, ok]).toEqual([1, false])
    expect(find(checks, 'port')).toMatchObject({ result: 'failed', fix: expect.stringContaining('HOST and PORT') })
    expect(find(checks, 'public address')).toMatchObject({ result: 'failed', fix: expect.stringContaining('proxy') })
  })

  it('says who else can read the folder and its key, and how to end that', async () => {
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, 'secret.key'), '')
    await chmod(path.join(folder, 'secret.key'), 0o644)
    await chmod(folder, 0o755)
    const { code, checks } = await doctor()
    await chmod(folder, 0o700)
    await chmod(path.join(folder, 'secret.key'), 0o600)
    expect(code).toBe(1)
    expect(find(checks, 'data folder')).toMatchObject({ result: 'failed', fix: `chmod 700 ${folder}` })
    expect(find(checks, 'secret key file')?.fix).toMatch(/^chmod 600 .*secret\.key$/)
    expect((await doctor()).code).toBe(0)
  })

  it('says that the secret key is another one', async () => {
    const { code, checks } = await doctor({ ANVIL_SECRET_KEY: 'A'.repeat(43) })
    expect([code, find(checks, 'secret key')?.result]).toEqual([1, 'failed'])
  })

  it('warns of a signing key that ends soon, and fails where it has ended', async () => {
    const { checks } = await doctor()
    expect(find(checks, 'signing key')?.result).toBe('ok')
    await change(`UPDATE signing_keys SET not_after = now() + interval '59 days' WHERE role = 'signing'`)
    const soon = await doctor()
    expect([soon.code, find(soon.checks, 'signing key')]).toEqual([
      0,
      expect.objectContaining({ result: 'warning', fix: expect.stringContaining('keys rotate') }),
    ])
    await change(`UPDATE signing_keys SET not_after = now() - interval '1 day' WHERE role = 'signing'`)
    const late = await doctor()
    expect([late.code, find(late.checks, 'signing key')?.result]).toEqual([1, 'failed'])
    await change(`UPDATE signing_keys SET not_after = now() + interval '300 days' WHERE role = 'signing'`)
  })

  it('names a database that can not be reached, without its password', async () => {
    const { code, checks } = await doctor({ DATABASE_URL: 'postgres://ada:pa55word@127.0.0.1:1/anvil' })
    expect([code, find(checks, 'database')?.detail]).toEqual([
      1,
      expect.stringMatching(/^The database anvil at 127\.0\.0\.1:1/),
    ])
    expect(JSON.stringify(checks)).not.toContain('pa55word')
  })

  it('finds nothing wrong where nothing is there yet, and makes nothing', async () => {
    const env = { ANVIL_DATA_DIR: path.join(server.folder, 'later'), DATABASE_URL: '' }
    const { code, checks } = await doctor(env)
    expect([code, find(checks, 'database')?.detail]).toEqual([0, 'it is made at the first start'])
    expect((await doctor(env)).checks).toEqual(checks)
  })

  it('lists the steps that a database still lacks', async () => {
    const other = await operatorServer()
    await other.cli(['migrate', '--down', '--yes'])
    const { code, stdout } = await other.cliWith({ PORT: String(port) }, ['doctor'])
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/failed +migrations +\d+ of \d+ steps are to come\n +→ Run "anvil-forge migrate"/),
    ])
    await other.remove()
  })
})
