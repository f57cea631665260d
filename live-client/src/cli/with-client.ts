import { type Anvil, createAnvil } from '../anvil.js'
import type { Output } from './output.js'

export interface ClientFlags {
  config?: string
}

/** Opens the client of this folder for one command: it reads the disk, and asks FORGE only when it is told to. */
export async function withClient<T>(
  flags: ClientFlags,
  output: Output,
  work: (client: Anvil) => Promise<T>,
): Promise<T> {
  const logger = { info: () => undefined, warn: (line: string) => output.message(`warning: ${line}`) }
  const options = flags.config === undefined ? { logger } : { logger, configFile: flags.config }
  const client = createAnvil(options, { live: false })
  try {
    await client.start()
    return await work(client)
  } finally {
    await client.close()
  }
}
