import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CertificateFiles, selfSigned } from '../../test/support/certificate.js'
import { parseConfig } from '../config.js'
import { Certificate, type KeyPair } from '../http/certificate.js'
import { checkCertificate } from './check-certificate.js'

let folder: string
let long: CertificateFiles
let short: CertificateFiles
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-tls-'))
  long = await selfSigned(folder, 'long', 16)
  short = await selfSigned(folder, 'short', 13)
})
afterAll(() => rm(folder, { recursive: true }))

const check = (cert: string, key: string) => checkCertificate(parseConfig({ ANVIL_TLS_CERT: cert, ANVIL_TLS_KEY: key }))

describe('the doctor', () => {
  it('says nothing of a certificate where FORGE serves none', async () => {
    expect(await checkCertificate(parseConfig({}))).toEqual([])
  })

  it('counts the days of one, and warns two weeks before its end', async () => {
    expect(await check(long.cert, long.key)).toEqual([
      { name: 'certificate', result: 'ok', detail: expect.stringMatching(/^it lasts for 1[56] more days$/) },
    ])
    expect(await check(short.cert, short.key)).toEqual([
      expect.objectContaining({ result: 'warning', detail: expect.stringMatching(/^it ends on .* GMT$/) }),
    ])
  })

  it('says which file can not be read, or that the two do not belong together', async () => {
    const gone = path.join(folder, 'gone')
    const why = async (cert: string, key: string) => (await check(cert, key))[0]
    expect(await why(gone, long.key)).toMatchObject({
      result: 'failed',
      detail: expect.stringContaining('ANVIL_TLS_CERT'),
    })
    expect(await why(long.cert, gone)).toMatchObject({
      result: 'failed',
      detail: expect.stringContaining('ANVIL_TLS_KEY'),
    })
    for (const [cert, key] of [
      [long.cert, short.key],
      [long.key, long.key],
      [long.cert, long.cert],
    ] as const)
      expect(await why(cert, key)).toMatchObject({
        result: 'failed',
        detail: expect.stringContaining("can't serve TLS"),
      })
  })
})

describe('a certificate that is renewed', () => {
  it('is told once to those who use it, and a broken one leaves the one before', async () => {
    const files = { certFile: path.join(folder, 'now.crt'), keyFile: path.join(folder, 'now.key') }
    const copy = async ({ cert, key }: KeyPair) => {
      await writeFile(files.certFile, cert)
      await writeFile(files.keyFile, key)
    }
    const [old, renewed] = await Promise.all(
      [short, long].map(async ({ cert, key }) => (await Certificate.open({ certFile: cert, keyFile: key })).current()),
    )
    if (!old || !renewed) throw new Error('no certificate')
    await copy(old)
    const certificate = await Certificate.open(files)
    const told: KeyPair[] = []
    certificate.onRenewed((pair) => void told.push(pair))
    await certificate.refresh()
    expect(told).toEqual([])
    await copy({ cert: renewed.cert, key: old.key })
    await expect(certificate.refresh()).rejects.toMatchObject({ code: 'config.invalid' })
    expect([told, certificate.current()]).toEqual([[], old])
    await copy(renewed)
    await certificate.refresh()
    await certificate.refresh()
    expect([told, certificate.current()]).toEqual([[renewed], renewed])
  })
})
