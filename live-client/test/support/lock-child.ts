/** A process that takes the lock again and again and notes whenever two held it at once. */
import { openSync, closeSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { acquireLock, withLock } from '../../src/cache/exclusive-lock.js'

const [folder = '', rounds = '0'] = process.argv.slice(2)
const options = { waitMs: 30_000, threadStaleMs: 30_000 }

if (rounds === 'hold') {
  await acquireLock(join(folder, 'lock'), options)
  process.send?.('held')
  setInterval(() => undefined, 1_000)
} else {
  for (let round = 0; round < Number(rounds); round += 1) {
    await withLock(join(folder, 'lock'), options, async () => {
      closeSync(openSync(join(folder, 'inside'), 'wx'))
      await new Promise(setImmediate)
      unlinkSync(join(folder, 'inside'))
    })
  }
  process.send?.('done')
}
