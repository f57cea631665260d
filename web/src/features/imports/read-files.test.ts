import { describe, expect, it } from 'vitest'
import { readFiles } from './read-files.js'

const picked = (name: string, content: string | Uint8Array<ArrayBuffer>, folder = '') =>
  Object.assign(new File([content], name), { webkitRelativePath: folder === '' ? '' : `${folder}/${name}` })

describe('readFiles', () => {
  it('knows a CSV file, a JSON file and an export', async () => {
    expect(await readFiles([picked('a.CSV', 'title,text\n')])).toEqual({ format: 'csv', content: 'title,text\n' })
    expect(await readFiles([picked('a.json', '{"hello":"x"}')])).toEqual({ format: 'json', content: '{"hello":"x"}' })
    const exported = '{"format":"anvil.export","version":1}'
    expect(await readFiles([picked('a.json', exported)])).toEqual({ format: 'anvil', content: exported })
  })

  it('leaves it to FORGE to say what is wrong with JSON', async () => {
    expect(await readFiles([picked('a.json', '{')])).toEqual({ format: 'json', content: '{' })
  })

  it('names text files by where they stand in the folder that was chosen, and leaves others out', async () => {
    const files = [
      picked('welcome.md', 'Hello', 'prompts/support'),
      picked('bye.txt', 'Bye', 'prompts'),
      picked('logo.png', 'x', 'prompts'),
    ]
    expect(await readFiles(files)).toEqual({
      format: 'files',
      files: [
        { name: 'support/welcome.md', text: 'Hello' },
        { name: 'bye.txt', text: 'Bye' },
      ],
    })
    expect(await readFiles([picked('alone.md', 'x')])).toEqual({
      format: 'files',
      files: [{ name: 'alone.md', text: 'x' }],
    })
  })

  it.each([
    ['nothing', []],
    ['a picture', [picked('a.png', 'x')]],
    ['two tables at once', [picked('a.csv', 'x'), picked('b.csv', 'x')]],
    ['a table that is not UTF-8', [picked('latin.csv', new Uint8Array([0x63, 0xe9]))]],
  ])('refuses %s', async (_what, files) => {
    await expect(readFiles(files)).rejects.toMatchObject({ code: 'import.malformed' })
  })
})
