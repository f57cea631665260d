import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { realEdits, writeEdits } from './file-edit.js'
import { withLines, withVariable } from './lines-of-file.js'

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-lines-'))
  file = path.join(folder, '.env')
})
afterAll(() => rm(folder, { recursive: true }))

const envLine = fc.oneof(
  fc.constantFrom('', '# a comment', 'TOKEN_TOO=1', 'MY_TOKEN=2', 'OTHER=3', 'export OTHER=4', "QUOTED='a b'"),
  fc.constantFrom('TOKEN=old', 'export TOKEN=old', 'TOKEN = old', '  TOKEN=old', 'TOKEN='),
)
const envFile = fc.array(envLine, { maxLength: 6 }).map((lines) => lines.join('\n'))

it('is the value that is read from the file afterwards, wherever and however often it stood there, and no other changes', async () => {
  await fc.assert(
    fc.asyncProperty(envFile, async (text) => {
      await writeFile(file, text)
      await writeEdits([await withVariable(file, 'TOKEN', 'anv_new')])
      expect(parseEnv(await readFile(file, 'utf8'))).toEqual({ ...parseEnv(text), TOKEN: 'anv_new' })
      expect(realEdits([await withVariable(file, 'TOKEN', 'anv_new')])).toEqual([])
    }),
    { numRuns: 150 },
  )
})

it('is the first line of a file that is not there', async () => {
  const edit = await withVariable(path.join(folder, 'none'), 'TOKEN', 'anv_new')
  expect(edit).toMatchObject({ before: undefined, after: 'TOKEN=anv_new\n', secret: true })
})

it('adds each missing line once, and leaves those that are there, in any file', async () => {
  const ignored = fc.constantFrom('node_modules', '.env', ' .env ', '.anvil-cache/', '# .env', '')
  const wanted = ['.env', '.anvil-cache/']
  await fc.assert(
    fc.asyncProperty(fc.array(ignored, { maxLength: 6 }), fc.constantFrom('', '\n'), async (lines, end) => {
      const text = lines.join('\n') + end
      await writeFile(file, text)
      const { after } = await withLines(file, wanted)
      expect(after.startsWith(text)).toBe(true)
      const held = after.split('\n').map((line) => line.trim())
      for (const line of wanted) {
        const before = lines.filter((each) => each.trim() === line).length
        expect(held.filter((each) => each === line)).toHaveLength(Math.max(1, before))
      }
      await writeFile(file, after)
      expect(realEdits([await withLines(file, wanted)])).toEqual([])
    }),
    { numRuns: 100 },
  )
})
