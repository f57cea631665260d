import { createHash } from 'node:crypto'
import { openBundle, openKeysets, openManifest, parseRootKey } from '@anvil/shared/bundle'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newProject } from '../../test/support/factories.js'
import { type LiveOffice, liveOffice } from '../../test/support/live-office.js'
import { accessToken } from '../../test/support/release.js'

let office: LiveOffice
beforeAll(async () => {
  office = await liveOffice()
})
afterAll(() => office.forge.close())

const manifestPath = () => `/projects/${office.projectId}/manifest`
const json = async (response: Response) => JSON.parse(await response.text())
const codeOf = async (response: Response) => [response.status, (await json(response)).error.code]
const digest = () => office.first.bundles[0]?.sha256 ?? ''

describe('the manifest', () => {
  it('is what a stranger with the root key can verify, down to each bundle', async () => {
    const { keysets } = await json(await office.fetch('/keyset?from=0', { token: null }))
    const root = parseRootKey(office.forge.ctx.signing.rootKey)
    const chain = openKeysets(
      keysets.map((envelope: object) => Buffer.from(JSON.stringify(envelope))),
      { root },
    )
    const envelope = Buffer.from(await (await office.fetch(manifestPath())).arrayBuffer())
    const target = { forge_id: chain.forge_id, project_id: office.projectId, environment: 'production' }
    const { manifest } = openManifest(envelope, { chain, target })
    expect(manifest.sequence).toBe(office.first.sequence)
    for (const entry of manifest.bundles) {
      const response = await office.fetch(`/bundles/sha256-${entry.sha256}`)
      const bytes = new Uint8Array(await response.arrayBuffer())
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([entry.bytes, entry.sha256])
      expect(openBundle(bytes, entry, office.projectId).snapshot).toHaveProperty('welcome')
    }
  })

  it('is not sent again to who has it', async () => {
    const first = await office.fetch(manifestPath())
    const etag = first.headers.get('etag') ?? ''
    const body = createHash('sha256').update(Buffer.from(await first.arrayBuffer()))
    expect(etag).toBe(`"sha256-${body.digest('hex')}"`)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, `"other",W/${etag}`, '*']) {
      const again = await office.fetch(manifestPath(), { headers: { 'if-none-match': known } })
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    }
    const other = await office.fetch(manifestPath(), { headers: { 'if-none-match': '"other"' } })
    expect(other.status).toBe(200)
  })

  it('is shown to a good token of its project only', async () => {
    expect(await codeOf(await office.fetch(manifestPath(), { token: null }))).toEqual([401, 'token.required'])
    expect(await codeOf(await office.fetch(manifestPath(), { token: 'nonsense' }))).toEqual([401, 'token.invalid'])
    const other = await newProject(office.author, office.organisationId, 'Other')
    const { value } = await accessToken(office.author, other.id)
    expect(await codeOf(await office.fetch(manifestPath(), { token: value }))).toEqual([403, 'token.wrong_project'])
    expect((await office.fetch(`/projects/${other.id}/manifest`, { token: value })).status).toBe(200)
  })

  it('is found by the id of its project, however that is written', async () => {
    const shouted = await office.fetch(`/projects/${office.projectId.toUpperCase()}/manifest`)
    expect(shouted.status).toBe(200)
    expect(await codeOf(await office.fetch('/projects/support/manifest'))).toEqual([403, 'token.wrong_project'])
  })

  it('can be asked for its head, and takes nothing', async () => {
    const head = await office.fetch(manifestPath(), { method: 'HEAD' })
    expect([head.status, Number(head.headers.get('content-length')) > 0]).toEqual([200, true])
    expect(await codeOf(await office.fetch(manifestPath(), { method: 'POST' }))).toEqual([
      405,
      'request.method_not_allowed',
    ])
  })
})

describe('a bundle', () => {
  it('is sent compressed or plain, for ever', async () => {
    const plain = await office.fetch(`/bundles/sha256-${digest()}`, { headers: { 'accept-encoding': 'identity' } })
    expect([plain.headers.get('content-encoding'), plain.headers.get('cache-control')]).toEqual([
      null,
      expect.stringContaining('immutable'),
    ])
    const packed = await office.fetch(`/bundles/sha256-${digest()}`)
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(await packed.text()).toBe(await plain.text())
  })

  it('is not sent again to who has it', async () => {
    const known = { headers: { 'if-none-match': `"sha256-${digest()}"` } }
    const again = await office.fetch(`/bundles/sha256-${digest()}`, known)
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('has a digest', async () => {
    for (const name of ['sha256-xx', `sha256-${digest().toUpperCase()}`, digest(), 'sha512-00'])
      expect(await codeOf(await office.fetch(`/bundles/${name}`))).toEqual([404, 'bundle.not_found'])
  })

  it('is found by tokens of an environment that runs or ran it, and by nobody else', async () => {
    await office.publishText('Another welcome, {{name}}!')
    expect((await office.fetch(`/bundles/sha256-${digest()}`)).status).toBe(200)
    const { value } = await accessToken(office.author, office.projectId, 'staging')
    const path = `/bundles/sha256-${digest()}`
    expect(await codeOf(await office.fetch(path, { token: value }))).toEqual([404, 'bundle.not_found'])
    expect(await codeOf(await office.fetch(path, { token: null }))).toEqual([401, 'token.required'])
    expect(await codeOf(await office.fetch(`/bundles/sha256-${'0'.repeat(64)}`))).toEqual([404, 'bundle.not_found'])
  })

  it('is given as an object with the manifest that names it', async () => {
    const current = await json(await office.fetch(`/projects/${office.projectId}/current_bundle`))
    expect(current).toMatchObject({ bundle: { prompt_set: 'onboarding' }, manifest: { signatures: [{}] } })
    expect(new Date(current.last_modified).toISOString()).toBe(current.last_modified)
    const named = await office.fetch(`/projects/${office.projectId}/current_bundle?prompt_set=onboarding`)
    expect([(await json(named)).etag, named.headers.get('etag')]).toEqual([current.etag, current.etag])
    const again = await office.fetch(`/projects/${office.projectId}/current_bundle`, {
      headers: { 'if-none-match': current.etag },
    })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const unknown = await office.fetch(`/projects/${office.projectId}/current_bundle?prompt_set=moon`)
    expect(await codeOf(unknown)).toEqual([404, 'bundle.not_found'])
  })
})

describe('keysets', () => {
  it('are public, and only those asked for', async () => {
    const all = await json(await office.fetch('/keyset', { token: null }))
    expect(all.keysets).toHaveLength(1)
    expect(await json(await office.fetch('/keyset?from=1', { token: null }))).toEqual({ keysets: [] })
    expect(await codeOf(await office.fetch('/keyset?from=x'))).toEqual([400, 'request.invalid'])
  })
})

describe('without its database', () => {
  it('FORGE goes on answering what runs', async () => {
    const lonely = await liveOffice()
    const paths = [
      `/projects/${lonely.projectId}/manifest`,
      '/keyset',
      `/bundles/sha256-${lonely.first.bundles[0]?.sha256}`,
    ]
    for (const path of paths) expect((await lonely.fetch(path)).status).toBe(200)
    const unreachable = vi.spyOn(lonely.forge.ctx.db.client, 'acquireConnection')
    unreachable.mockRejectedValue(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
    for (const path of paths) expect([path, (await lonely.fetch(path)).status]).toEqual([path, 200])
    const unknown = await lonely.fetch(`/bundles/sha256-${'1'.repeat(64)}`)
    expect(await codeOf(unknown)).toEqual([503, 'forge.unavailable'])
    unreachable.mockRestore()
    expect((await lonely.fetch(`/bundles/sha256-${'1'.repeat(64)}`)).status).toBe(404)
    await lonely.forge.close()
  })
})
