import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readJsonFile, writeNewFile } from './key-files.js'
import { readImportSource } from './read-import-source.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function put(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, content)
  return file
}

describe('a key file', () => {
  const Form = z.object({ id: z.string() })

  it('is written for its owner alone, and never over another', async () => {
    const file = path.join(folder, 'root.key')
    await writeNewFile(file, '{"id":"a"}')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await expect(writeNewFile(file, 'other')).rejects.toMatchObject({
      code: 'file.unusable',
      message: `The file ${file} can't be written: it is there already, and is not overwritten.`,
    })
    expect(await readFile(file, 'utf8')).toBe('{"id":"a"}')
    expect(await readJsonFile(file, Form)).toEqual({ id: 'a' })
  })

  it('is not written through a link, even one that leads nowhere', async () => {
    const link = path.join(folder, 'link')
    await symlink(path.join(folder, 'target'), link)
    await expect(writeNewFile(link, 'secret')).rejects.toMatchObject({ code: 'file.unusable' })
    await expect(stat(path.join(folder, 'target'))).rejects.toThrow('ENOENT')
  })

  it.each([
    ['{"id":"a', 'is not JSON. Was it cut short on its way?'],
    ['', 'is not JSON.'],
    ['{"id":7}', 'id'],
    ['[]', 'object'],
  ])('that holds %j is malformed', async (content, why) => {
    await expect(readJsonFile(await put('x.key', content), Form)).rejects.toMatchObject({
      code: 'key_file.malformed',
      message: expect.stringContaining(why),
    })
  })

  it('that is not there, or is a folder, can not be read', async () => {
    for (const place of [path.join(folder, 'gone'), folder])
      await expect(readJsonFile(place, Form)).rejects.toMatchObject({
        code: 'file.unusable',
        message: expect.stringContaining(`${place} can't be read`),
      })
  })
})

describe('what is imported', () => {
  const EXPORT = '{"format":"anvil.export","version":1}'

  it.each([
    ['a.csv', 'title,text', 'csv'],
    ['A.CSV', 'title,text', 'csv'],
    ['a.json', '{"a":"b"}', 'json'],
    ['a.json', 'no json', 'json'],
    ['a.json', EXPORT, 'anvil'],
    ['a.json', `\uFEFF${EXPORT}`, 'anvil'],
    ['a.json', '{"format":"anvil.export"}', 'json'],
  ])('is known by its name and what it holds: %s, %j', async (name, content, format) => {
    expect(await readImportSource(await put(name, content), undefined)).toEqual({
      given: { format, content },
      skipped: [],
    })
  })

  it('is what it is said to be, whatever its name', async () => {
    expect((await readImportSource(await put('a.json', EXPORT), 'json')).given.format).toBe('json')
    expect((await readImportSource(await put('a.export', 'x'), 'csv')).given.format).toBe('csv')
    await expect(readImportSource(await put('a.export', 'x'), undefined)).rejects.toThrowError(
      /its name does not tell what it is\. Add --format csv, json or files/,
    )
  })

  it('may be one text, by its name alone', async () => {
    expect(await readImportSource(await put('deep/below/a.md', 'A'), undefined)).toEqual({
      given: { format: 'files', files: [{ name: 'a.md', text: 'A' }] },
      skipped: [],
    })
  })

  it('of a folder are its texts in order; what is hidden stays out, and other files are named', async () => {
    await put('z.md', 'Z')
    await put('b/c.txt', 'C')
    await put('b/logo.png', 'P')
    await put('.git/a.md', 'hidden')
    await put('b/.draft.md', 'hidden')
    expect(await readImportSource(folder, undefined)).toEqual({
      given: {
        format: 'files',
        files: [
          { name: 'b/c.txt', text: 'C' },
          { name: 'z.md', text: 'Z' },
        ],
      },
      skipped: ['b/logo.png'],
    })
  })

  it('can not be a folder by another format, without texts, with a link, or nothing', async () => {
    const refused = (place: string, format?: string) => expect(readImportSource(place, format)).rejects
    await refused(folder, 'csv').toThrowError(/a folder holds files, not csv/)
    await refused(folder).toThrowError(/there is no text or Markdown file in it/)
    await refused(path.join(folder, 'gone')).toMatchObject({ code: 'file.unusable' })
    await refused('/dev/null', 'csv').toThrowError(/it is no file/)
    await symlink(await put('a.md', 'A'), path.join(folder, 'b.md'))
    await refused(folder).toThrowError(/b\.md can't be imported: it is a link/)
  })

  it('has to be UTF-8, also within a folder', async () => {
    const file = await put('latin.md', Buffer.from('é', 'latin1'))
    for (const place of [file, folder])
      await expect(readImportSource(place, undefined)).rejects.toThrowError(
        /latin\.md can't be imported: it is not UTF-8/,
      )
  })
})
