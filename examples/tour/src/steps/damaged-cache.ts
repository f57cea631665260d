import { bothRender } from '../both.js'
import { flipByte, flipByteInDatabase } from '../flip-byte.js'
import { holds } from '../holds.js'
import type { Step } from '../step.js'

export const damagedCache: Step = {
  title: 'A byte of each cache is flipped: refused, and the last good state serves',
  play: async (world, env) => {
    const { first, second, forge } = world
    const { sequence } = await first.status()
    await Promise.all(world.apps.map((app) => app.close()))
    const [file, database] = [await flipByte(first.cacheDir), await flipByteInDatabase(second.cacheDir)]
    await Promise.all(world.apps.map((app) => app.start(env, world.connection(forge.url))))
    const refusal = first.lines.find((line) => /hash|digest|signature|malformed|verif|damaged/i.test(line))
    return [
      `of the first application a byte of ${file}, of the second one of ${database}`,
      holds(
        `the first application refuses the altered file: ${refusal ?? '(no line in its log)'}`,
        refusal !== undefined,
      ),
      ...(await bothRender(world, 1, sequence ?? -1)),
    ]
  },
}
