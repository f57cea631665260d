/** Installs and builds the workspace where that is needed; plain Node, since nothing is installed yet. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'
const installStamp = join(root, 'node_modules', '.anvil-installed')

/** A failure whose message is all that the person needs. */
export class SetupError extends Error {
  name = 'SetupError'
}

/** Brings node_modules and every build up to date; takes about a second when nothing changed. */
export function prepare() {
  install()
  build()
}

/** Runs an installed program with this Node, in the folder (seen from the root) given, and answers its exit code. */
export function runTool(program, args, folder = '.') {
  const file = join(root, folder, 'node_modules', program)
  const done = spawnSync(process.execPath, [file, ...args], { cwd: join(root, folder), stdio: 'inherit' })
  return done.status ?? 1
}

/** Runs pnpm in the version that package.json pins, whether or not any is installed. */
export function runPnpm(args, options = {}) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const env = { ...process.env, npm_config_loglevel: 'error', ...options.env }
  return spawnSync('npx', ['--yes', packageManager, ...args], { cwd: root, shell: windows, ...options, env })
}

function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(readFileSync(join(root, 'pnpm-workspace.yaml')))
    .digest('hex')
  if (existsSync(installStamp) && readFileSync(installStamp, 'utf8') === wanted) return
  console.log('Installing dependencies (the first time this takes a minute or two) …')
  const done = runPnpm(['install', '--frozen-lockfile', '--config.confirm-modules-purge=false'], { stdio: 'inherit' })
  if (done.status !== 0) {
    throw new SetupError(
      'Installing the dependencies failed; the lines above say why. Without a network the first start cannot fetch them: connect, then run the same command again.',
    )
  }
  writeFileSync(installStamp, wanted)
}

function build() {
  if (!existsSync(join(root, 'examples/quick-start/dist/main.js'))) console.log('Building …')
  if (runTool('typescript/bin/tsc', ['-b']) !== 0) {
    throw new SetupError('The build failed; the lines above name the files. Mend them and run the same command again.')
  }
  if (!databaseIsCurrent() && runTool('../make-blank-database.mjs', [], 'forge') !== 0) {
    throw new SetupError('Making the database of a first start failed; the lines above say why.')
  }
  if (!webIsCurrent() && runTool('vite/bin/vite.js', ['build', '--logLevel', 'warn'], 'web') !== 0) {
    throw new SetupError('Building the web page failed; the lines above say why.')
  }
}

function databaseIsCurrent() {
  const inputs = ['forge/make-blank-database.mjs', 'migrations/src', 'pnpm-lock.yaml']
  return isNewer('forge/dist/blank-database.tar.gz', inputs)
}

function webIsCurrent() {
  return isNewer('web/dist/index.html', [
    'web/src',
    'web/public',
    'web/index.html',
    'web/docs.html',
    'web/vite.config.ts',
    'web/package.json',
    'pnpm-lock.yaml',
  ])
}

function isNewer(built, inputs) {
  const file = join(root, built)
  return existsSync(file) && newest(inputs.map((input) => join(root, input))) <= statSync(file).mtimeMs
}

function newest(paths) {
  let time = 0
  for (const path of paths.filter((path) => existsSync(path))) {
    const stat = statSync(path)
    const inside = stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : stat.mtimeMs
    time = Math.max(time, inside)
  }
  return time
}
