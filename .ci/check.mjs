/** What every check is built from: a child process whose output names no place on this machine, and the count. */
import { spawn } from 'node:child_process'
import { homedir, tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { root } from './setup.mjs'

const LIMIT_MS = 20 * 60_000
const totals = { passed: 0, failed: 0 }
const failing = new Set()
const started = Date.now()

/** Counts what a check came to, and prints it with the minutes since the start. */
export function report(name, passed, failed) {
  totals.passed += passed
  totals.failed += failed
  if (failed > 0) failing.add(name)
  console.log(
    `${failed === 0 ? 'ok  ' : 'FAIL'} ${clock()} ${name}${passed + failed === 1 ? '' : ` (${passed} passed, ${failed} failed)`}`,
  )
}

function clock() {
  const seconds = Math.round((Date.now() - started) / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Runs a function as one check: it fails by throwing. */
export async function check(name, run) {
  try {
    await run()
    report(name, 1, 0)
    return true
  } catch (error) {
    console.log(clean(String(error.message)))
    report(name, 0, 1)
    return false
  }
}

/** Runs a program as one check: it passes by ending with 0. */
export function checkProgram(name, command, options = {}) {
  return check(name, async () => {
    const code = await run(command, options)
    if (code !== 0) throw new Error(`${command[0]} ended with ${code}`)
  })
}

/** Prints the totals as the last line, and sets the exit code. */
export function summary() {
  for (const name of failing) console.log(`failed: ${String(name)}`)
  process.exitCode = totals.failed === 0 ? 0 : 1
  console.log(`${totals.passed} passed, ${totals.failed} failed`)
}

/** Runs a program to its end, passing on what it prints; answers its exit code. */
export function run([program, ...args], { cwd = root, env = {}, onLine = print } = {}) {
  const child = spawn(program, args, { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine)
  const timer = setTimeout(() => {
    print(`${program} took longer than ${LIMIT_MS / 60_000} minutes and was stopped`)
    child.kill('SIGKILL')
  }, LIMIT_MS)
  return new Promise((resolve) => {
    child.once('error', (error) => {
      print(error.message)
      resolve(1)
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve(code ?? 1)
    })
  })
}

/** This process's environment with changes; undefined takes a name away. npm's own warnings stay out. */
export function environment(changes) {
  const all = { ...process.env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false', ...changes }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

export function print(line) {
  console.log(clean(line))
}

/** The text without folders of this machine and without addresses of registries. */
function clean(text) {
  return text
    .replaceAll(root, '.')
    .replaceAll(tmpdir(), '<tmp>')
    .replaceAll(homedir(), '~')
    .replace(/https?:\/\/(?!localhost|127\.0\.0\.1|\[::1\])[^\s'")]+/g, '<address>')
}
