import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDataFolder } from './data-folder-lock.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anvil-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const otherProcess = (dataDir: string) =>
  spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--conditions=anvil-source',
      '-e',
      `import('./forge/src/db/data-folder-lock.ts').then((m) => m.lockDataFolder(${JSON.stringify(dataDir)})).then(() => { console.log('locked'); setInterval(() => {}, 1000) })`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: path.resolve(import.meta.dirname, '../../..') },
  )

describe('lockDataFolder', () => {
  it('refuses a second holder in this process and in another, and frees the folder with the first', async () => {
    const release = await lockDataFolder(folder)
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'data_folder.in_use' })
    await release()
    await (
      await lockDataFolder(folder)
    )()
  })

  it('is kept against other processes and ends with the process that held it, however that died', async () => {
    const child = otherProcess(folder)
    await once(child.stdout, 'data')
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ code: 'data_folder.in_use' })
    child.kill('SIGKILL')
    await once(child, 'exit')
    await (
      await lockDataFolder(folder)
    )()
  })

  it('makes the folder and those above it, for their owner only', async () => {
    const release = await lockDataFolder(path.join(folder, 'a', 'b'))
    for (const made of ['a', 'a/b']) expect((await stat(path.join(folder, made))).mode & 0o777).toBe(0o700)
    await release()
  })

  it('says of a folder that nothing can be written to which one it is, why, and what to do', async () => {
    const refusal = (dataDir: string) => lockDataFolder(dataDir).then(() => undefined, String)
    await writeFile(path.join(folder, 'file'), '')
    for (const dataDir of [path.join(folder, 'file'), path.join(folder, 'file', 'below')]) {
      expect(await refusal(dataDir)).toMatch(
        /^AnvilError: The data folder \S+ can't be used: E[A-Z]+: .*\. Check its rights/,
      )
      expect(await refusal(dataDir)).toContain(dataDir)
    }
    await mkdir(path.join(folder, 'lock', 'LOCK'), { recursive: true })
    expect(await refusal(folder)).toMatch(
      /can't be used: .*LOCK: .*\. Check its rights and free space, or set ANVIL_DATA_DIR/,
    )
  })

  it.each(['/proc', '/proc/anvil'])(
    'ends with a sentence on %s, where the system makes no folders',
    async (dataDir) => {
      await expect(lockDataFolder(dataDir)).rejects.toMatchObject({
        code: 'data_folder.unusable',
        message: expect.stringMatching(
          /^The data folder \/proc\S* can't be used: E[A-Z]+: .*set ANVIL_DATA_DIR to another folder\.$/,
        ),
      })
    },
  )
})
