import { renders } from '../both.js'
import { equals, holds } from '../holds.js'
import { startReplayingMirror } from '../processes/replaying-mirror.js'
import type { Step } from '../step.js'

export const replayedManifest: Step = {
  title: 'A hostile mirror replays the first manifest, correctly signed: refused',
  play: async (world, env) => {
    const { first, forge } = world
    const { sequence } = await first.status()
    const mirror = await startReplayingMirror(forge.url, world.firstEnvelope)
    try {
      await first.close()
      await first.start(env, {
        ...world.connection(mirror.url),
        ANVIL_TRANSPORT: 'pull',
        ANVIL_SYNC_INTERVAL_MS: '1000',
      })
      const code = await first.refused()
      return [
        holds('the mirror gave the old manifest out', mirror.replayed() > 0),
        equals('the application refuses it by name', code, 'manifest.rollback'),
        await renders(first, 1, sequence ?? -1),
      ]
    } finally {
      await first.close()
      await mirror.close()
      await first.start(env, world.connection(forge.url))
    }
  },
}
