import type { ImportPlan, PromptPage, Version } from '@anvil/shared/api'
import { bundleInclude, openBundle } from '@anvil/shared/bundle'
import { compileTemplate } from '@anvil/shared/template'
import { createAnvil } from '@anvil/live-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lock, type Office, openOffice, type PromptSetDesk } from '../support/content.js'
import { realPrompts } from '../support/real-prompts.js'
import { accessToken, release } from '../support/release.js'
import { type RunningForge, runningForge } from '../support/running-forge.js'

let forge: RunningForge
let office: Office
let set: PromptSetDesk
let texts: Map<string, string>
let titles: string[]
let plan: ImportPlan
let version: Version

beforeAll(async () => {
  forge = await runningForge()
  office = await openOffice(forge)
  const { csv, prompts } = await realPrompts()
  set = await office.newSet('People')
  const answer = await set.call('post', '/imports').send({ format: 'csv', content: csv, prefix: 'people' }).expect(200)
  plan = answer.body
  titles = prompts.map(({ title }) => title)
  texts = new Map(plan.rows.map(({ id }, index) => [id ?? '', prompts[index]?.text ?? '']))
  version = await lock(set, office.reviewer)
})

afterAll(() => forge.close())

describe('207 prompts that people wrote', () => {
  it('are imported from their file, each under an id of its own, with what was noticed', () => {
    expect(plan.counts).toEqual({ create: 207, change: 0, same: 0, refuse: 0 })
    expect(texts.size).toBe(207)
    for (const [at, { title, notes }] of plan.rows.entries()) {
      const isWhole = !notes.some((note) => note.includes('quotation mark is missing'))
      expect(isWhole ? title : title?.split('\n').at(-1)?.replace(/"$/, '')).toBe(titles[at])
    }
    const notes = plan.rows.flatMap((row) => row.notes)
    expect(notes.filter((note) => note.includes('so this is people.')).length).toBeGreaterThanOrEqual(3)
    expect(notes.filter((note) => note.includes('before the comma it belongs after')).length).toBeGreaterThanOrEqual(4)
  })

  it('go into a bundle that holds and renders them byte for byte', async () => {
    const response = await set
      .call('get', '/versions/1.0.0/bundle')
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('end', () => done(null, Buffer.concat(chunks)))
      })
    const { prompt_set_id, sha256, bytes, gzip_bytes } = version
    const entry = { prompt_set_id, prompt_set: 'people', version: '1.0.0', sha256, bytes, gzip_bytes }
    const bundle = openBundle(response.body, entry, office.projectId)
    expect(Object.keys(bundle.snapshot)).toHaveLength(207)
    for (const [id, text] of texts) {
      const source = bundleInclude(bundle, id)
      expect(source?.template).toBe(text)
      expect(source && compileTemplate(source, () => undefined).render({})).toBe(text)
    }
  })

  it('include at least one with braces, which has delimiters that do not occur in it', async () => {
    const braced = [...texts].filter(([, text]) => text.includes('{{'))
    expect(braced.length).toBeGreaterThan(0)
    for (const [id, text] of braced) {
      expect(plan.rows.find((row) => row.id === id)?.notes.join()).toContain('which are not in it')
      const { body } = await set.call('get', `/prompts/${id}`).expect(200)
      expect(body.delimiters).toHaveLength(2)
      for (const mark of body.delimiters) expect(text).not.toContain(mark)
    }
  })

  it('are read page by page, each once', async () => {
    const seen: string[] = []
    let query: string | null = ''
    while (query !== null) {
      const { body }: { body: PromptPage } = await set.call('get', `/prompts?limit=50${query}`).expect(200)
      seen.push(...body.prompts.map(({ id }) => id))
      query = body.next_cursor === null ? null : `&cursor=${body.next_cursor}`
    }
    expect(seen).toHaveLength(207)
    expect(new Set(seen)).toEqual(new Set(texts.keys()))
  })

  it('are rendered byte for byte by two applications, one by socket and one that only pulls', async () => {
    await release(office.author, office.projectId, { prompt_set_id: set.id, version: version.version })
    const { value } = await accessToken(office.author, office.projectId)
    const place = { forgeUrl: forge.url, projectId: office.projectId, accessToken: value, cacheDir: false as const }
    const options = { ...place, rootKey: forge.ctx.signing.rootKey, logger: false as const }
    for (const transport of ['auto', 'pull'] as const) {
      const app = createAnvil({ ...options, transport })
      await app.start()
      expect(app.ids()).toHaveLength(207)
      for (const [id, text] of texts) expect(app.prompt(id)).toBe(text)
      await app.close()
    }
  })
})
