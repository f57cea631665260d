/**
 * The container without a container engine: the Dockerfile's own steps are run in a clean clone, its command is started
 * on what they made, and both files are held to what a container of ours must be.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { check, environment, print, run } from './check.mjs'
import { root } from './setup.mjs'

const START_MS = 2 * 60_000
const IN_IMAGE = new Set(['HOST', 'PORT', 'ANVIL_DATA_DIR'])
const PINNED = /^[a-z/]+:\d+\.\d+[\w.-]*$/

/** All checks of Dockerfile and compose.yaml, in a folder below `work`. */
export async function checkContainer(work) {
  console.log('\n--- the container')
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ').split('\n')
  const steps = (word) => lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
  await check('the Dockerfile pins its images, runs as nobody special and says whether it is healthy', () => {
    const images = steps('FROM').map((image) => image.split(' ')[0])
    if (images.length !== 2 || !images.every((image) => PINNED.test(image)))
      throw new Error(`images: ${images.join(', ')}`)
    if (steps('USER').join() !== 'node') throw new Error('It does not run as the user node')
    if (!steps('HEALTHCHECK').join().includes('/readyz')) throw new Error('It has no health check')
  })
  await check('compose.yaml asks for its secrets and holds none', () =>
    checkCompose(readFileSync(join(root, 'compose.yaml'), 'utf8')),
  )
  const clone = join(work, 'image')
  const forge = join(work, 'forge')
  const built = await check('the steps of the Dockerfile build FORGE', async () => {
    await must(['git', 'clone', '--quiet', root, clone])
    const [install, build, deploy] = steps('RUN')
    for (const step of [install, build, deploy.replace(' /forge', ` ${forge}`)])
      await must(['sh', '-c', step], { cwd: clone })
  })
  if (built)
    await check('what they built starts, is ready, and stops with 0', () =>
      startAndStop(forge, join(work, 'container-data')),
    )
}

async function must(command, options = {}) {
  if ((await run(command, options)) !== 0) throw new Error(`${command.at(-1)} failed`)
}

/** A variable without a value is passed on from outside. */
function holdsSecret(variable, value) {
  return value !== null && /PASSWORD|SECRET|TOKEN|KEY/.test(variable) && !/^\$\{\w+:\?.+\}$/.test(value)
}

const isThere = (volume, volumes) => volume.startsWith('./') || Object.hasOwn(volumes, volume.split(':')[0])

/** Every variable that FORGE reads comes from outside, but for those that the image sets itself. */
function passesAll(environment) {
  const config = readFileSync(join(root, 'forge/src/config.ts'), 'utf8')
  const read = [...config.matchAll(/^ {4}([A-Z_]+): \w/gm)].map(([, variable]) => variable)
  const lost = read.filter((variable) => !IN_IMAGE.has(variable) && !Object.hasOwn(environment, variable))
  if (read.length === 0 || lost.length > 0) throw new Error(`not passed on to FORGE: ${lost.join(', ')}`)
}

async function checkCompose(text) {
  // Loaded here, since this file is read before anything is installed.
  const { parse } = await import('yaml')
  const { services, volumes } = parse(text)
  for (const [name, service] of Object.entries(services)) {
    if (service.image !== undefined && !PINNED.test(service.image)) throw new Error(`${service.image} is not pinned`)
    for (const [variable, value] of Object.entries(service.environment ?? {}))
      if (holdsSecret(variable, value)) throw new Error(`${variable} of ${name} does not have to be set`)
    for (const volume of service.volumes ?? [])
      if (!isThere(volume, volumes)) throw new Error(`the volume ${volume} of ${name} is not there`)
  }
  passesAll(services.forge.environment)
  if (services.forge.depends_on.database.condition !== 'service_healthy')
    throw new Error('FORGE does not wait for PostgreSQL')
}

async function startAndStop(forge, data) {
  mkdirSync(data)
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
  const [entry, command] = ['ENTRYPOINT', 'CMD'].map((word) =>
    JSON.parse(new RegExp(`^${word} (\\[.*\\])$`, 'm').exec(dockerfile)[1]),
  )
  const env = environment({
    PORT: '0',
    HOST: '127.0.0.1',
    ANVIL_DATA_DIR: data,
    NODE_ENV: 'production',
    DATABASE_URL: undefined,
  })
  const [program, ...args] = [...entry, ...command]
  const child = spawn(program, args, { cwd: forge, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS)
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)))
  const url = await new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        const found = /FORGE is at (http:[^"\s]+)/.exec(line)?.[1]
        if (found) resolve(found)
        else print(line)
      })
    void ended.then(() => resolve(undefined))
  })
  const ready = url === undefined ? undefined : await fetch(`${url}/readyz`)
  const page = url === undefined ? undefined : await fetch(url)
  child.kill('SIGTERM')
  const how = await ended
  clearTimeout(timer)
  if (ready?.status !== 200) throw new Error('FORGE did not become ready')
  if (!page.headers.get('content-type').startsWith('text/html')) throw new Error('its page is not in the image')
  if (how !== 0) throw new Error(`FORGE ended with ${how}`)
}
