import { execFileSync } from 'node:child_process'
import { mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { AnvilExport, ImportRow } from '@anvil/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskOf, lock, openOffice } from '../support/content.js'
import { type CliResult, type OperatorServer, operatorServer } from '../support/operator.js'
import { realPrompts } from '../support/real-prompts.js'
import type { RunningForge } from '../support/running-forge.js'

const NAMES = ['people', 'pages', 'copy', 'empty', 'locked']

let server: OperatorServer
let projectId: string
let author: Parameters<typeof deskOf>[0]
let running: RunningForge
const forge = {
  get app() {
    return running.app
  },
  get ctx() {
    return running.ctx
  },
}

beforeAll(async () => {
  server = await operatorServer()
  running = await server.start()
  const office = await openOffice(forge)
  ;({ projectId, author } = office)
  for (const name of NAMES) {
    const set = await office.newSet(name)
    if (name !== 'locked') continue
    await set.write('locked.a', 'x')
    await lock(set, office.reviewer)
  }
  await running.close()
})
afterAll(() => server.remove())

const place = (...names: string[]): string => path.join(server.folder, ...names)

async function put(name: string, text: string | Uint8Array): Promise<string> {
  await mkdir(path.dirname(place(name)), { recursive: true })
  await writeFile(place(name), text)
  return place(name)
}

const run = (command: string, set: string, ...args: string[]): Promise<CliResult> =>
  server.cli([command, '--project', 'support-desk', '--prompt-set', set, ...args])
const textsOf = async (set: string): Promise<[string, string | undefined][]> => {
  const { json }: { json: AnvilExport } = await run('export', set, '--json')
  return json.prompts.map((prompt) => [prompt.id, prompt.kind === 'text' ? prompt.template : undefined])
}

describe('anvil-forge import', () => {
  it('plans, imports and finds nothing to do again, with 207 prompts that people wrote', async () => {
    const { csv, prompts } = await realPrompts()
    const args = [await put('prompts.csv', csv), '--map', 'title=act,text=prompt', '--prefix', 'people']
    const dry = await run('import', 'people', ...args, '--dry-run')
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/^207 new, 0 changed, .* this is a dry run\.$/m)])
    expect(await textsOf('people')).toEqual([])
    const done = await run('import', 'people', ...args, '--json')
    expect([done.code, done.json]).toMatchObject([0, { schemaVersion: 1, revision: 2, counts: { create: 207 } }])
    const stored = new Map(await textsOf('people'))
    expect(done.json.rows.map(({ id }: ImportRow) => stored.get(id ?? ''))).toEqual(prompts.map(({ text }) => text))
    const again = await run('import', 'people', ...args, '--json')
    expect(again.json).toMatchObject({ revision: 2, counts: { create: 0, change: 0, same: 207, refuse: 0 } })
  })

  it('takes a folder, and says what it left out', async () => {
    await put('pages/welcome.md', '# {{name}}\n')
    await put('pages/help/first.txt', 'First')
    await put('pages/help/logo.png', new Uint8Array([0, 255]))
    await put('pages/.git/notes.md', 'hidden')
    const { code, stderr, json } = await run('import', 'pages', place('pages'), '--json')
    expect([code, json.counts.create]).toEqual([0, 2])
    expect(stderr).toBe('1 files are neither text nor Markdown and were left out: help/logo.png\n')
    expect(await textsOf('pages')).toEqual([
      ['help.first', 'First'],
      ['welcome', '# {{name}}\n'],
    ])
  })

  it('changes what is there, unless it is at another revision than was named', async () => {
    await put('pages/welcome.md', 'Hello')
    const late = await run('import', 'pages', place('pages'), '--expected-revision', '1', '--json')
    expect([late.code, late.json.error.code]).toEqual([6, 'request.precondition_failed'])
    const { code, stdout } = await run('import', 'pages', place('pages'), '--expected-revision', '2')
    expect([code, stdout]).toEqual([0, '0 new, 1 changed, 1 the same, 0 refused. The prompt set is at revision 3.\n'])
  })

  it('takes back what export wrote, under the rules of the project', async () => {
    const out = place('pages.json')
    expect((await run('export', 'pages', '--out', out)).stdout).toBe(`2 prompts of pages are in ${out}.\n`)
    expect((await run('export', 'pages', '--out', out)).code).toBe(2)
    const same = await run('import', 'pages', out, '--json')
    expect(same.json.counts).toEqual({ create: 0, change: 0, same: 2, refuse: 0 })
    const taken = await run('import', 'copy', out, '--json')
    expect([taken.code, taken.json.error.code]).toEqual([6, 'import.refused'])
    expect(taken.json.error.message).toContain('The draft of pages has a prompt help.first already')
    const dry = await run('import', 'copy', out, '--dry-run')
    expect([dry.code, dry.stdout]).toEqual([6, expect.stringMatching(/^refused {2}help\.first \(item 1\)$/m)])
    const piped = await run('export', 'pages')
    expect(piped.stdout).toBe(await readFile(out, 'utf8'))
  })

  it('takes lists and single texts, literally or as templates', async () => {
    const list = await put('list.json', '\uFEFF[{"name":"A","body":"Hi {{name}}"}]')
    const flags = ['--map', 'text=body', '--prefix', 'copy', '--json']
    const template = await run('import', 'copy', list, ...flags, '--as', 'template')
    expect(template.json.rows).toMatchObject([{ id: 'copy.a', action: 'create', delimiters: null }])
    const literal = await run('import', 'copy', list, ...flags, '--dry-run')
    expect(literal.json.rows).toMatchObject([{ id: 'copy.a', action: 'change', delimiters: ['<%', '%>'] }])
    const one = await run('import', 'copy', await put('one.md', 'One'), '--prefix', 'copy', '--json')
    expect(one.json.rows).toMatchObject([{ id: 'copy.one', action: 'create' }])
  })

  it('is the operator in the audit trail, and no author of the draft', async () => {
    running = await server.start()
    const trail = await forge.ctx.db('audit_entries').where({ action: 'prompts.imported' }).select('actor_id')
    expect(new Set(trail.map(({ actor_id }) => actor_id))).toEqual(new Set(['operator']))
    const sets = await author.call('get', `/projects/${projectId}/prompt-sets`)
    const people = sets.body.prompt_sets.find(({ slug }: { slug: string }) => slug === 'people')
    const desk = deskOf(author, projectId, people)
    expect((await desk.draft()).approvals.authors).toEqual([])
    expect((await desk.call('get', '/prompts?limit=1')).body.prompts[0].updated_by).toBeNull()
    await running.close()
  })
})

describe('anvil-forge import refuses', () => {
  it('a link in the folder, to a file or to a folder', async () => {
    await put('outside/secret.md', 'secret')
    await put('linked/good.md', 'x')
    await symlink(place('outside/secret.md'), place('linked/link.md'))
    await mkdir(place('linked-folder'))
    await symlink(place('outside'), place('linked-folder/inside'))
    for (const folder of ['linked', 'linked-folder']) {
      const { code, stderr } = await run('import', 'empty', place(folder))
      expect([code, stderr]).toEqual([2, expect.stringContaining('it is a link, and links are not followed')])
    }
  })

  it('what only looks like a file: a pipe that nobody writes to, in a folder or by itself, and a device', async () => {
    await mkdir(place('piped'))
    execFileSync('sh', ['-c', 'mkfifo "$0"', place('piped/endless.md')])
    for (const source of [place('piped'), place('piped/endless.md'), '/dev/zero']) {
      const { code, stderr } = await run('import', 'empty', source, '--format', 'files')
      expect([source, code, stderr]).toEqual([source, 2, expect.stringContaining('it is no file')])
    }
  })

  it('to take along what is hidden, a link among it too', async () => {
    await put('outside/hidden-secret.md', 'secret')
    await put('hiding/seen.md', 'x')
    await put('hiding/.git/config.md', 'secret')
    await symlink(place('outside/hidden-secret.md'), place('hiding/.link.md'))
    const { code, json } = await run('import', 'empty', place('hiding'), '--prefix', 'hid', '--dry-run', '--json')
    expect([code, json.rows.map(({ id }: ImportRow) => id)]).toEqual([0, ['hid.seen']])
  })

  it('names of files that lead elsewhere or are none', async () => {
    await put('odd/a\\..\\b.md', 'x')
    const { code, stderr } = await run('import', 'empty', place('odd'))
    expect([code, stderr]).toEqual([6, expect.stringContaining('leads out of the folder, or is none')])
  })

  it('100 MB without reading them, also in small pieces', async () => {
    await put('huge.csv', '')
    await truncate(place('huge.csv'), 100 * 1024 * 1024)
    expect((await run('import', 'empty', place('huge.csv'))).stderr).toContain('takes 33554432 bytes at most')
    for (const name of ['a', 'b']) await put(`heavy/${name}.md`, new Uint8Array(17 * 1024 * 1024).fill(120))
    expect(await run('import', 'empty', place('heavy'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('b.md'),
    })
  })

  interface Case {
    what: string
    /** The file that is written, unless there is to be none. */
    file: [name: string, text?: string | Uint8Array]
    args?: string[]
    code?: number
    said: RegExp
  }
  const ok: Case['file'] = ['ok.csv', 'id,text\na,b']
  it.each<Case>([
    { what: 'what is not there', file: ['none.csv'], said: /ENOENT/ },
    { what: 'what is not UTF-8', file: ['latin.csv', new Uint8Array([0x61, 0xe9, 0x2c])], said: /it is not UTF-8/ },
    { what: 'an unknown kind of file', file: ['a.xml', '<a/>'], said: /Add --format/ },
    { what: 'NUL', file: ['nul.csv', 'id,text\na,x\0y'], code: 6, said: /line 2: .*NUL/ },
    { what: 'a malformed row', file: ['bad.csv', 'id,text\na,"x",y'], code: 6, said: /Line 2 has 3 fields/ },
    { what: 'a quotation without end', file: ['open.csv', 'id,text\na,"x'], said: /row of line 2 never ends/ },
    { what: 'a map that is none', file: ok, args: ['--map', 'text'], said: /--map takes pairs/ },
    { what: 'an unknown part of a map', file: ok, args: ['--map', 'words=text'], said: /words/ },
    { what: 'an unknown kind of text', file: ok, args: ['--as', 'poetry'], said: /as: / },
    {
      what: 'what does not go with an export',
      file: ['e.json', '{"format":"anvil.export","version":1}'],
      args: ['--prefix', 'a'],
      said: /prefix/,
    },
  ])('$what', async ({ file: [name, text], args = [], code = 2, said }) => {
    if (text !== undefined) await put(name, text)
    const refused = await run('import', 'empty', place(name), ...args)
    expect(refused).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(said) })
  })

  it('a folder without text', async () => {
    await put('nothing/a.png', '')
    const { code, stderr } = await run('import', 'empty', place('nothing'))
    expect([code, stderr]).toEqual([2, expect.stringContaining('no text or Markdown file in it')])
  })

  it('a LOCKED prompt set, a set and a project that are not there, and changes no draft', async () => {
    const file = await put('ok.csv', 'id,text\na,b')
    expect(await run('import', 'locked', file, '--json')).toMatchObject({
      code: 6,
      json: { error: { code: 'prompt_set.locked' } },
    })
    expect((await run('import', 'nowhere', file)).code).toBe(5)
    expect((await server.cli(['export', '--project', 'none', '--prompt-set', 'empty'])).code).toBe(5)
    expect(await textsOf('empty')).toEqual([])
  })
})
