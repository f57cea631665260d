/** A client in a worker thread: starts, says what it renders, closes. */
import { createAnvil } from '../../src/anvil.js'

const client = createAnvil({ logger: false })
await client.start()
process.stdout.write(client.prompt('hello'))
await client.close()
