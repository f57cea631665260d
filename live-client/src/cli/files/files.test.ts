import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { realEdits, showEdit, writeEdits } from './file-edit.js'
import { withMembers } from './json-of-file.js'
import { withLines, withVariable } from './lines-of-file.js'

let folder: string
const at = (name: string) => path.join(folder, name)

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('lines of a file', () => {
  it('are added where they lack, after a last line without an end', async () => {
    await writeFile(at('.gitignore'), 'node_modules\n  .env  ')
    const edit = await withLines(at('.gitignore'), ['.env', '.anvil-cache/'])
    expect(edit.after).toBe('node_modules\n  .env  \n.anvil-cache/\n')
  })

  it('that are all there change nothing', async () => {
    await writeFile(at('.gitignore'), '.env\n')
    expect(realEdits([await withLines(at('.gitignore'), ['.env'])])).toEqual([])
  })
})

describe('a variable', () => {
  it.each([
    ['is put in its place', 'A=1\nTOKEN=old\nB=2\n', 'A=1\nTOKEN=new\nB=2\n'],
    ['replaces an exported one', 'export TOKEN=old\n', 'TOKEN=new\n'],
    ['is added at the end', 'A=1', 'A=1\nTOKEN=new\n'],
    ['is not taken for one whose name begins alike', 'TOKEN_TOO=1\n', 'TOKEN_TOO=1\nTOKEN=new\n'],
  ])('%s', async (_what, before, after) => {
    await writeFile(at('.env'), before)
    expect((await withVariable(at('.env'), 'TOKEN', 'new')).after).toBe(after)
  })

  it('is never shown, and its file is the owner’s alone', async () => {
    const edit = await withVariable(at('.env'), 'TOKEN', 'secret-value')
    expect(showEdit(edit).join('\n')).not.toContain('secret-value')
    await writeEdits([edit])
    expect(await readFile(at('.env'), 'utf8')).toBe('TOKEN=secret-value\n')
    expect((await stat(at('.env'))).mode & 0o777).toBe(0o600)
  })
})

describe('members of a JSON file', () => {
  it('are set among what is there, which keeps its order and indent', async () => {
    await writeFile(
      at('package.json'),
      '{\n    "name": "shop",\n    "dependencies": { "express": "5.0.0" },\n    "z": 1\n}\n',
    )
    const { after } = await withMembers(at('package.json'), { dependencies: { anvil: '1' } })
    expect(JSON.parse(after)).toEqual({ name: 'shop', dependencies: { express: '5.0.0', anvil: '1' }, z: 1 })
    expect(Object.keys(JSON.parse(after))).toEqual(['name', 'dependencies', 'z'])
    expect(after).toContain('\n    "name"')
  })

  it('that are there already leave the file byte for byte', async () => {
    await writeFile(at('a.json'), '{"mode":"frozen"}')
    expect(realEdits([await withMembers(at('a.json'), { mode: 'frozen' })])).toEqual([])
  })

  it.each([
    ['is not JSON', '{'],
    ['holds no object', '[1]'],
  ])('are not set in a file that %s', async (why, text) => {
    await writeFile(at('a.json'), text)
    await expect(withMembers(at('a.json'), { a: 1 })).rejects.toThrow(why.replace('holds', 'holds'))
  })
})
