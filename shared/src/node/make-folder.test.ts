import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeFolder } from './make-folder.js'

const base = await mkdtemp(path.join(tmpdir(), 'anvil-make-folder-'))
afterAll(() => rm(base, { recursive: true }))

const rightsOf = async (folder: string): Promise<string> => ((await stat(folder)).mode & 0o777).toString(8)

it('makes those above it too, each for its owner only', async () => {
  await makeFolder(path.join(base, 'a', 'b', 'c'))
  for (const folder of ['a', 'a/b', 'a/b/c']) expect(await rightsOf(path.join(base, folder))).toBe('700')
})

it('leaves one that is there as it is, with its rights', async () => {
  const open = path.join(base, 'open')
  await makeFolder(open)
  await chmod(open, 0o755)
  await makeFolder(open)
  await makeFolder(path.join(open, 'inside'))
  expect([await rightsOf(open), await rightsOf(path.join(open, 'inside'))]).toEqual(['755', '700'])
})

it('is made once where several want it at the same moment', async () => {
  const deep = path.join(base, 'at', 'the', 'same', 'time')
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(deep)))
  expect(await rightsOf(deep)).toBe('700')
})

it('goes through a link to a folder', async () => {
  await makeFolder(path.join(base, 'real'))
  await symlink(path.join(base, 'real'), path.join(base, 'link'))
  await makeFolder(path.join(base, 'link', 'inside'))
  expect(await rightsOf(path.join(base, 'real', 'inside'))).toBe('700')
})

it.each([
  ['a file of that name', 'file', 'EEXIST'],
  ['a file above it', 'file/inside', 'EEXIST'],
  ['a link that leads nowhere', 'nowhere', 'EEXIST'],
])('is refused by %s, which stays', async (_, name, code) => {
  await writeFile(path.join(base, 'file'), 'kept')
  await symlink(path.join(base, 'gone'), path.join(base, 'nowhere')).catch(() => undefined)
  await expect(makeFolder(path.join(base, name))).rejects.toMatchObject({ code })
  expect(await readFile(path.join(base, 'file'), 'utf8')).toBe('kept')
})

it('ends where the folder above takes none', async () => {
  await expect(makeFolder('/proc/anvil/cache')).rejects.toThrow()
})
