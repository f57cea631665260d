import { cp } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { renders } from '../both.js'
import { readHead } from '../forge/publications.js'
import { equals, holds } from '../holds.js'
import { ForgeProcess } from '../processes/forge-process.js'
import { runOperator } from '../processes/run-cli.js'
import type { Environment, Step } from '../step.js'
import { until } from '../until.js'
import type { World } from '../world.js'

const SOON_MS = 60_000
const KeyList = z.object({ keys: z.array(z.object({ id: z.string(), state: z.string() })) })

export const stolenKey: Step = {
  title: 'The signing key is stolen: revoked by the root key, which was kept offline',
  play: async (world, env) => {
    const { first, second, forge, project } = world
    const { sequence } = await readHead(project)
    const thief = await steal(world, env)
    try {
      const deceived = await leadTo(world, env, thief.url)
      await first.changedTo(sequence + 1)
      const facts = [
        deceived,
        `${await renders(first, 0, sequence + 1)}, for the thief's key is still trusted`,
        await renders(second, 1, sequence),
      ]
      await revoke(world, env)
      await until('the second application learns of it', SOON_MS, async () =>
        (await second.status()).epoch === 2 ? true : undefined,
      )
      await first.close()
      await first.start(env, world.connection(forge.url))
      await first.changedTo(sequence)
      facts.push(
        'the operator revokes the key: keys request, sign, install',
        equals('FORGE goes on at its own sequence', (await readHead(project)).sequence, sequence),
        `${await renders(first, 1, sequence)}: it is not locked out by the thief's higher sequence`,
        await leadTo(world, env, thief.url),
        equals('it refuses what the stolen key signed', await first.refused(), 'manifest.revoked_key'),
        await renders(first, 1, sequence),
      )
      return facts
    } finally {
      await thief.stop()
      await first.close()
      await first.start(env, world.connection(forge.url))
    }
  },
}

/** Takes the root key off the server, then copies what is left of it: a FORGE of the thief's own, with one publication more. */
async function steal(world: World, env: Environment): Promise<ForgeProcess> {
  const { forge, folder } = world
  await forge.stop()
  await runOperator(['keys', 'export-root', '--out', path.join(folder, 'root.json'), '--remove'], env, forge.dataDir)
  const copy = path.join(folder, 'stolen')
  await cp(forge.dataDir, copy, { recursive: true })
  await forge.start(env)
  const place = ['--project', world.project.projectId, '--prompt-set', world.project.promptSetId]
  await runOperator(['publish', ...place, '--environment', 'production', '--version', '1.0.0'], env, copy)
  const thief = new ForgeProcess(copy)
  await thief.start(env)
  return thief
}

/** Starts the first application so that it takes the thief's FORGE for its own. */
async function leadTo(world: World, env: Environment, url: string): Promise<string> {
  await world.first.close()
  await world.first.start(env, world.connection(url))
  return holds('the first application is led to the thief’s FORGE', url !== world.forge.url)
}

async function revoke({ forge, folder }: World, env: Environment): Promise<void> {
  const file = (name: string): string => path.join(folder, name)
  await forge.stop()
  const { keys } = KeyList.parse(JSON.parse(await runOperator(['keys', 'list', '--json'], env, forge.dataDir)))
  const stolen = keys.find(({ state }) => state === 'signing')?.id ?? ''
  await runOperator(['keys', 'request', '--revoke', stolen, '--out', file('request.json')], env, forge.dataDir)
  const sign = [
    'keys',
    'sign',
    file('request.json'),
    '--root-key',
    file('root.json'),
    '--out',
    file('keyset.json'),
    '--yes',
  ]
  await runOperator(sign, env, file('a machine without a FORGE'))
  await runOperator(['keys', 'install', file('keyset.json')], env, forge.dataDir)
  await forge.start(env)
}
