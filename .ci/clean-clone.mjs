/** The two commands as a stranger meets them: a clean clone, nothing installed, npm start twice. */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
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
  const secrets = () => readFileSync(join(clone, '.anvil/demo.env'), 'utf8')
  let before = ''
  await check('npm start in a clean clone: prompts are published and rendered, Ctrl-C ends it with 0', async () => {
    await startAndStop(clone, FIRST_START_MS)
    before = secrets()
  })
  let answer
  await check('npm start again: back within a minute with the same data', async () => {
    answer = await startAndStop(clone, SECOND_START_MS, () => askAsStranger(secrets(), join(work, 'stranger')))
    const withoutUrl = (text) => text.replace(/^ANVIL_FORGE_URL=.*$/m, '')
    if (withoutUrl(secrets()) !== withoutUrl(before)) throw new Error('demo.env is another one')
  })
  await check('a stranger verifies with curl and OpenSSL what production runs', () => mustVerify(answer))
  await check('demo.env can be read by its owner only', () => {
    if ((statSync(join(clone, '.anvil/demo.env')).mode & 0o777) !== 0o600) throw new Error('demo.env is open')
  })
}

/** Runs the block of shared/README.md with the demo's values, and answers what it said. */
async function askAsStranger(secrets, folder) {
  mkdirSync(folder)
  const [, block] = /```sh\nFORGE=.*\n(?:\w+=.*\n)+([\s\S]*?)```/.exec(
    readFileSync(join(root, 'shared/README.md'), 'utf8'),
  )
  const value = (name) => new RegExp(`^${name}=(.*)$`, 'm').exec(secrets)[1]
  const given = [
    `FORGE=${value('ANVIL_FORGE_URL')} PROJECT=${value('ANVIL_PROJECT_ID')}`,
    `TOKEN=${value('ANVIL_ACCESS_TOKEN')} ROOT_KEY=${value('ANVIL_ROOT_KEY')}`,
  ]
  writeFileSync(join(folder, 'verify.sh'), [...given, block].join('\n'))
  const lines = []
  await run(['sh', 'verify.sh'], { cwd: folder, onLine: (line) => lines.push(line) })
  return lines
}

function mustVerify(lines = []) {
  const verified = lines.filter((line) => line === 'Signature Verified Successfully').length
  const bundles = lines.flatMap(
    (line) => /^([0-9a-f]{64}) \*([0-9a-f]{64})\.json$/.exec(line)?.slice(1, 3).join() ?? [],
  )
  const isNamed = bundles.length === 2 && bundles.every((pair) => pair.slice(0, 64) === pair.slice(65))
  if (verified === 2 && isNamed && lines.at(-2) === '304' && lines.at(-1) === '401') return
  throw new Error(`It said: ${lines.join(' | ')}`)
}

/** Starts the quick start, does something while it runs, and stops it. */
async function startAndStop(folder, limitMs, whileItRuns) {
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
  const isRunning = child.exitCode === null && child.signalCode === null
  const answer = isRunning ? await whileItRuns?.() : undefined
  if (isRunning) process.kill(-Number(child.pid), 'SIGINT')
  const how = await ended
  clearTimeout(timer)
  if (how !== 0) throw new Error(`npm start ended with ${how}`)
  return answer
}
