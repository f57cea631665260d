import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createAnvil } from '@anvil/live-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LiveOffice, liveOffice } from '../support/live-office.js'
import { publication } from '../support/release.js'

let office: LiveOffice
let folder: string
beforeAll(async () => {
  office = await liveOffice()
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-content-'))
})
afterAll(async () => {
  await office.forge.close()
  await rm(folder, { recursive: true })
})

const SCRIPT = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'\`&lt;`
const TEXTS: Readonly<Record<string, string>> = {
  'text.every-plane': 'ASCII é e\u0301 ß ﬁ İ ı Ω 日本語 العربية עברית हिन्दी 한국어 𝒜 😀 👩‍👩‍👧 🇪🇺 \u{10ffff}',
  'text.order': '\u202eright to left\u202c \u2066isolated\u2069 \u200b\u200d\u2060\ufeff\u00ad',
  'text.lines': 'a\nb\r\nc\rd\u2028e\u2029f\tg\u000bh\u0085 \u00a0end ',
  'text.controls': Array.from({ length: 31 }, (_, at) => String.fromCharCode(at + 1)).join(''),
  'text.script': SCRIPT,
  'text.links': '[a](javascript:alert(1)) data:text/html;base64,PHNjcmlwdD4= file:///etc/passwd',
  'text.json': '"\\u0000" \\ \\\\ {"a": [1, {"__proto__": {}}]}',
  'text.replacement': '$& $1 $$ $` %s %d ${name} #{name} <%= name %> {name} {% raw %}',
  'text.long': 'x'.repeat(144 * 1024),
}

/** Of the newest publication. */
let sequence = 0

async function publish(write: () => Promise<void>): Promise<void> {
  const { set } = office
  const { body: before } = await set.call('get').expect(200)
  if (before.status === 'LOCKED') await set.move({ status: 'LIVE' }).expect(200)
  await write()
  await set.move({ status: 'REVIEW' }).expect(200)
  await set.as(office.reviewer).approve()
  const { content_digest } = await set.draft()
  const { body } = await set.move({ status: 'LOCKED', content_digest }).expect(200)
  const sets = [{ prompt_set_id: set.id, version: body.version.version }]
  const published = await publication(office.author, office.projectId, { kind: 'publish', sets }).expect(201)
  sequence = published.body.sequence
}

async function client(name: string) {
  const anvil = createAnvil({
    forgeUrl: office.forge.url,
    projectId: office.projectId,
    accessToken: office.token,
    rootKey: office.forge.ctx.signing.rootKey,
    cacheDir: path.join(folder, name),
    transport: 'pull',
    logger: false,
  })
  await anvil.start()
  await expect.poll(() => anvil.sync().then(() => anvil.status().sequence), { timeout: 10_000 }).toBe(sequence)
  return anvil
}

describe('text of every kind', () => {
  it('is rendered byte for byte as it was written, from FORGE and again from the disk', async () => {
    await publish(async () => {
      for (const [id, text] of Object.entries(TEXTS)) await office.set.write(id, text)
    })
    for (const round of ['from FORGE', 'from the disk']) {
      const anvil = await client('every-kind')
      for (const [id, text] of Object.entries(TEXTS)) expect([round, id, anvil.prompt(id)]).toEqual([round, id, text])
      await anvil.close()
    }
  })

  it('comes back from the API as data, which no browser takes for a page', async () => {
    const { body, headers } = await office.set.call('get', '/prompts/text.script').expect(200)
    expect(body.template).toBe(SCRIPT)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('stands in names, notes and metadata too, and is kept as it is', async () => {
    const { set, author, projectId } = office
    await set.move({ status: 'LIVE' }).expect(200)
    await set.write('text.script', SCRIPT, { metadata: { title: SCRIPT, [SCRIPT]: '\u202e' } })
    const { body } = await set.call('get', '/prompts/text.script').expect(200)
    expect(body.metadata).toEqual({ title: SCRIPT, [SCRIPT]: '\u202e' })
    const named = await author.call('post', `/projects/${projectId}/prompt-sets`).send({ name: SCRIPT }).expect(201)
    expect([named.body.name, named.body.slug]).toEqual([SCRIPT, expect.stringMatching(/^[a-z0-9-]+$/)])
  })

  it('with a NUL or half a surrogate pair is refused at the door, and nothing is written', async () => {
    const { set } = office
    const before = (await set.draft()).content_digest
    for (const template of ['a\0b', 'half \ud83d', '\udc00 half']) {
      const put = set.call('put', '/prompts/text.broken').set('If-None-Match', '*').type('json')
      const response = await put.send(JSON.stringify({ kind: 'text', template }))
      expect([response.status, response.body.error.code]).toEqual([400, 'json.forbidden_text'])
    }
    expect((await set.draft()).content_digest).toBe(before)
  })
})

describe('values', () => {
  it('are data: tags, replacement patterns and markup in them come out as they went in', async () => {
    await publish(async () => {
      await office.set.write('echo', 'Hello {{name}}!{{#list}}[{{.}}]{{/list}}')
    })
    const anvil = await client('values')
    for (const name of [
      '{{name}}',
      '{{> text.script}}',
      '{{#list}}',
      "$& $1 $$ $` $'",
      SCRIPT,
      '\u202eevil',
      '{{{x}}}',
    ])
      expect(anvil.prompt('echo', { name, list: [name] })).toBe(`Hello ${name}![${name}]`)
    await anvil.close()
  })

  it('reach nothing but themselves: neither the prototype nor what is inherited', async () => {
    await publish(async () => {
      for (const name of ['constructor', '__proto__', 'toString', 'inherited'])
        await office.set.write(`reach.${name.replaceAll('_', '')}`, `[{{${name}}}]`)
    })
    const anvil = await client('prototype')
    const inherited: Record<string, unknown> = Object.create({ inherited: 'from the prototype' })
    for (const id of ['constructor', 'proto', 'toString', 'inherited'])
      expect(() => anvil.prompt(`reach.${id}`, inherited)).toThrow(
        expect.objectContaining({ code: 'variable.missing' }),
      )
    await anvil.close()
  })
})

describe('an id', () => {
  it.each(['__proto__', 'constructor', 'a/b', '../x', 'Ünicode', '', 'a'.repeat(300), 'a b'])(
    'such as %j is refused by name',
    async (id) => {
      const response = await office.set
        .call('put', `/prompts/${encodeURIComponent(id)}`)
        .set('If-None-Match', '*')
        .send({ kind: 'text', template: 'x' })
      expect([400, 404, 405, 422]).toContain(response.status)
      expect(response.body.error.message).toMatch(/\w/)
    },
  )
})
