import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { bothRender } from '../both.js'
import { publish, readHead, readProvenSequence } from '../forge/publications.js'
import { refusedWith } from '../forge/refused-with.js'
import { equals } from '../holds.js'
import { runOperator } from '../processes/run-cli.js'
import type { Environment, Step } from '../step.js'
import { until } from '../until.js'
import type { World } from '../world.js'

const RETURN_MS = 180_000

export const restoredBackup: Step = {
  title: 'FORGE’s disk is lost and an older backup restored: the applications prove what they run',
  play: async (world, env) => {
    const { project, forge, apps } = world
    const backup = path.join(world.folder, 'older.backup')
    await forge.stop()
    await runOperator(['backup', '--out', backup], env, forge.dataDir)
    await forge.start(env)
    const { sequence } = await publish(project, '1.0.2')
    await Promise.all(apps.map((app) => app.changedTo(sequence)))
    await loseDisk(world, env, backup)
    const restored = await readHead(project)
    const proven = await until('an application proves what it runs', RETURN_MS, () => readProvenSequence(project))
    const facts = [
      equals(`FORGE is back at sequence ${sequence - 1}`, restored.sequence, sequence - 1),
      equals(`an application proves sequence ${sequence}`, proven, sequence),
      ...(await bothRender(world, 2, sequence)),
      equals(
        'FORGE publishes nothing beside them',
        await refusedWith(publish(project, '1.0.2')),
        'environment.behind_fleet',
      ),
    ]
    await forge.stop()
    await runOperator(['repair-sequence'], env, forge.dataDir)
    await forge.start(env)
    const next = await publish(project, '1.0.2')
    await Promise.all(apps.map((app) => app.changedTo(next.sequence)))
    return [
      ...facts,
      equals('anvil-forge repair-sequence lets it go on beyond them', next.sequence, sequence + 1),
      ...(await bothRender(world, 2, next.sequence)),
    ]
  },
}

/** Starts FORGE at its old address on a new disk, with nothing but the backup and the secret key, which was kept apart. */
async function loseDisk({ forge, folder }: World, env: Environment, backup: string): Promise<void> {
  const disk = path.join(folder, 'new-disk')
  await forge.stop()
  await mkdir(disk)
  await cp(path.join(forge.dataDir, 'secret.key'), path.join(disk, 'secret.key'))
  forge.moveTo(disk)
  await runOperator(['restore', backup], env, disk)
  await forge.start(env)
}
