import { renders } from '../both.js'
import { lockNewText } from '../forge/prompt-set.js'
import { publish, readDeliveries } from '../forge/publications.js'
import { equals } from '../holds.js'
import { runCli } from '../processes/run-cli.js'
import type { Step } from '../step.js'
import { TEXTS } from '../texts.js'
import { until } from '../until.js'

const SOON_MS = 60_000

export const frozen: Step = {
  title: 'A FROZEN application refuses a publish and shows it as wanted; anvil sync takes it',
  play: async (world, env) => {
    const { project, first, second } = world
    const own = { ...world.connection(world.forge.url), ANVIL_CACHE_DIR: second.cacheDir }
    const before = (await second.status()).sequence ?? -1
    const froze = await runCli(['mode', 'frozen', '--reason', 'launch week'], env, own)
    await until('the second application is FROZEN', SOON_MS, async () =>
      (await second.status()).mode === 'frozen' ? true : undefined,
    )
    const { id, sequence } = await publish(project, await lockNewText(project, TEXTS[2]))
    await first.changedTo(sequence)
    const wanted = await until(
      'it shows what it was offered',
      SOON_MS,
      async () => (await second.status()).wanted ?? undefined,
    )
    const told = await until('FORGE heard of both', SOON_MS, async () => {
      const { counts, complete } = await readDeliveries(project, id)
      return complete && counts.applied === 1 ? counts : undefined
    })
    const facts = [
      equals('anvil mode frozen --reason "launch week" ends with 0', froze.code, 0),
      await renders(first, 2, sequence),
      await renders(second, 1, before),
      equals(`the second application wants sequence ${sequence}`, wanted.sequence, sequence),
      equals('FORGE lists one delivery as applied and one as frozen', told, { applied: 1, frozen: 1 }),
    ]
    const synced = await runCli(['sync'], env, own)
    await second.changedTo(sequence)
    const { mode } = await second.status()
    return [
      ...facts,
      equals('anvil sync ends with 0', synced.code, 0),
      await renders(second, 2, sequence),
      equals('and the application is still FROZEN', mode, 'frozen'),
    ]
  },
}
