import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findConfigFile } from './find-config-file.js'
import { readConfigFile } from './read-config-file.js'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'anvil-config-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

async function file(name: string, content: string): Promise<string> {
  const path = join(dir, name)
  await writeFile(path, content)
  return path
}

const refused = (path: string) =>
  expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(path) })

describe('a configuration file', () => {
  it('is read as JSON, or as the default export of a module', async () => {
    expect(await readConfigFile(await file('a.json', '{"mode":"frozen"}'))).toEqual({ mode: 'frozen' })
    expect(await readConfigFile(await file('a.mjs', 'export default { mode: "fro" + "zen" }'))).toEqual({
      mode: 'frozen',
    })
  })

  it('may be absent where nobody named it', async () => {
    expect(await readConfigFile(join(dir, 'none.json'))).toBeUndefined()
  })

  it('that was named must be there', async () => {
    const path = join(dir, 'none.json')
    await expect(findConfigFile(path)).rejects.toEqual(refused(path))
    expect(await findConfigFile(await file('there.json', '{"port":1}'))).toMatchObject({ values: { port: 1 } })
  })

  it.each([
    ['no.json', '{"mode":'],
    ['empty.json', ''],
    ['list.json', '[{"mode":"frozen"}]'],
    ['null.json', 'null'],
    ['text.json', '"frozen"'],
    ['named.mjs', 'export const mode = "frozen"'],
    ['wrong.mjs', 'export default {'],
    ['throws.mjs', 'throw new Error("on purpose")'],
    ['function.mjs', 'export default () => ({})'],
  ])('%s that holds %s is refused by its path', async (name, content) => {
    const path = await file(name, content)
    await expect(readConfigFile(path)).rejects.toEqual(refused(path))
  })

  it('that is a folder is refused by its path', async () => {
    const path = join(dir, 'folder.json')
    await mkdir(path)
    await expect(readConfigFile(path)).rejects.toEqual(refused(path))
  })
})
