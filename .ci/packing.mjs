/** Packs the published packages, installs them into an empty project with npm, and uses them as a stranger would. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, checkProgram, run } from './check.mjs'
import { root, runPnpm } from './setup.mjs'

const PACKAGES = ['shared', 'migrations', 'live-client', 'web', 'forge']

const NO_POSTGRES = { DATABASE_URL: undefined, ANVIL_SECRET_KEY: undefined }

/** What the operator's command does on a server on which nothing else was installed. */
const OPERATED = [['migrate'], ['doctor'], ['keys', 'list'], ['backup', '--out', 'packed.backup']]

/** All packing checks, in a project below `work`. */
export async function checkPacking(work) {
  console.log('\n--- packing')
  const tarballs = join(work, 'tarballs')
  const project = join(work, 'project')
  mkdirSync(tarballs)
  cpSync(join(root, '.ci/packed-project'), project, { recursive: true })
  for (const name of PACKAGES) {
    await check(`pack ${name}`, () => pack(name, tarballs))
    const file = readdirSync(tarballs).find((file) => file.startsWith(`anvil-${name}-`)) ?? name
    await checkProgram(`publint ${name}`, ['node_modules/.bin/publint', '--strict', join(tarballs, file)])
  }
  const installed = await check('npm install of the packed packages into an empty project', async () => {
    const files = readdirSync(tarballs).map((file) => join(tarballs, file))
    if ((await run(['npm', 'install', '--no-audit', '--no-fund', ...files], { cwd: project })) !== 0)
      throw new Error('npm install failed')
  })
  if (!installed) return
  await checkProgram('import of every packed entry', ['node', 'import-all.mjs'], { cwd: project })
  await checkProgram('require of every packed entry', ['node', 'require-all.cjs'], { cwd: project })
  await checkProgram('types of the packed packages', [join(root, 'node_modules/.bin/tsc'), '-p', '.'], { cwd: project })
  for (const program of programs())
    await checkProgram(`${program} --help, as installed`, [`node_modules/.bin/${program}`, '--help'], { cwd: project })
  for (const args of OPERATED)
    await checkProgram(`anvil-forge ${args[0]}, as installed`, ['node_modules/.bin/anvil-forge', ...args], {
      cwd: project,
      env: { ...NO_POSTGRES, ANVIL_DATA_DIR: join(work, 'data'), PORT: '0' },
    })
}

/** The commands that the packages bring. */
function programs() {
  return PACKAGES.flatMap((name) => {
    const { bin = {} } = JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8'))
    return Object.keys(bin)
  })
}

function pack(name, tarballs) {
  const done = runPnpm(['pack', '--pack-destination', tarballs], { cwd: join(root, name) })
  const output = String(done.stdout)
  if (done.status !== 0) throw new Error(`${output}${String(done.stderr)}`)
  const listed = output.split('\n').filter((line) => /\.test\.|tsbuildinfo|\.env/.test(line))
  if (listed.length > 0) throw new Error(`These files do not belong into the package: ${listed.join(', ')}`)
  writeFileSync(join(tarballs, '..', `${name}.txt`), output)
}
