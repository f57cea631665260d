/** A program of somebody else's that uses the client; what it does is said by its first argument. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { createAnvil } from '../../src/anvil.js'
import { anvil } from '../../src/index.js'

const [act, more = '{}'] = process.argv.slice(2)
const client = createAnvil({ logger: false, ...JSON.parse(more) })

const ACTS: Record<string, () => Promise<unknown>> = {
  'import only': async () => anvil.has('x'),
  'close without start': () => client.close(),
  'close while starting': async () => {
    const started = client.start()
    await client.close()
    await started
  },
  'close when ready': async () => {
    await client.start()
    await client.close()
    await client.close()
  },
  'close in a state': async () => {
    await client.start()
    while (client.status().state !== process.env['ANVIL_TEST_STATE']) await new Promise(setImmediate)
    process.stdout.write(client.status().state)
    await client.close()
  },
  'close and sync at once': async () => {
    await client.start()
    await Promise.allSettled([client.sync(), client.close()])
  },
  'close and set the mode at once': async () => {
    await client.start()
    await Promise.allSettled([client.setMode('frozen'), client.close()])
  },
  'never close': async () => {
    await client.start()
    process.stdout.write(client.prompt('hello', {}, { fallback: 'nothing' }))
  },
  'three threads': async () => {
    const program = new URL('worker-start.mjs', import.meta.url)
    await Promise.all([1, 2, 3].map(() => once(new Worker(program), 'exit')))
  },
  'serve until told to stop': async () => {
    await client.start()
    process.on('message', (ask) => {
      if (ask === 'prompt') process.send?.(client.prompt('hello', {}, { fallback: 'nothing' }))
      else if (ask === 'status') process.send?.(client.status())
      else void client.close().then(() => process.disconnect())
    })
    process.send?.(client.prompt('hello', {}, { fallback: 'nothing' }))
  },
}

await ACTS[act ?? '']?.()
