import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { flipByte, flipByteInDatabase } from './flip-byte.js'

const TEXT = '{"text":"Anvil is ready for you."}'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-flip-'))
  await mkdir(path.join(folder, 'scope/database'), { recursive: true })
  await writeFile(path.join(folder, 'scope/last-good.anvil'), TEXT)
  await writeFile(path.join(folder, 'scope/database/000003.log'), TEXT)
})
afterEach(() => rm(folder, { recursive: true }))

it('changes one bit of the text in the file it is asked for, and nothing else', async () => {
  expect(await flipByte(folder)).toBe('last-good.anvil')
  expect(await readFile(path.join(folder, 'scope/last-good.anvil'), 'utf8')).toBe(TEXT.replace('is ready', 'hs ready'))
  expect(await readFile(path.join(folder, 'scope/database/000003.log'), 'utf8')).toBe(TEXT)
  expect(await flipByteInDatabase(folder)).toBe('000003.log')
  expect(await readFile(path.join(folder, 'scope/database/000003.log'), 'utf8')).toBe(
    TEXT.replace('is ready', 'hs ready'),
  )
})

it('says where there is nothing to flip', async () => {
  await writeFile(path.join(folder, 'scope/last-good.anvil'), 'another text')
  await expect(flipByte(folder)).rejects.toThrow('does not hold the text')
  await rm(path.join(folder, 'scope'), { recursive: true })
  await expect(flipByte(folder)).rejects.toThrow('There is no last-good.anvil')
  await expect(flipByteInDatabase(folder)).rejects.toThrow('No file of the database')
})
