import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
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
})
