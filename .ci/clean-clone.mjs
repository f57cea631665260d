/** The two commands as a stranger meets them: a clean clone, nothing installed, npm start twice. */
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { check, environment, print, run } from './check.mjs'
import { root } from './setup.mjs'

const FIRST_START_MS = 8 * 60_000
const SECOND_START_MS = 60_000
const READY = 'Ctrl-C stops everything'

/** Clones the checkout, and starts and stops the quick start twice. */
export async function checkCleanClone(work) {
  console.log('\n--- a clean clone')
  const clone = join(work, 'clone')
  if ((await run(['git', 'clone', '--quiet', root, clone])) !== 0) throw new Error('git clone failed')
  await check('npm start in a clean clone: prompts are published and rendered, Ctrl-C ends it with 0', () =>
    startAndStop(clone, FIRST_START_MS),
  )
  await check('npm start again: back within a minute with the same data', () => startAndStop(clone, SECOND_START_MS))
  await check('demo.env can be read by its owner only', () => {
    const file = join(clone, '.anvil/demo.env')
    if (!existsSync(file) || (statSync(file).mode & 0o777) !== 0o600) throw new Error('demo.env is missing or open')
  })
}

async function startAndStop(folder, limitMs) {
  const env = environment({ PORT: '0', DEMO_PORT: '0', ANVIL_DATA_DIR: undefined, DATABASE_URL: undefined })
  const child = spawn('npm', ['start', '--silent'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)))
  const timer = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), limitMs)
  await new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      print(line)
      if (line.includes(READY)) resolve()
    })
    createInterface({ input: child.stderr }).on('line', print)
    void ended.then(resolve)
  })
  if (child.exitCode === null && child.signalCode === null) process.kill(-Number(child.pid), 'SIGINT')
  const how = await ended
  clearTimeout(timer)
  if (how !== 0) throw new Error(`npm start ended with ${how}`)
}
