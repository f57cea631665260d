import { AnvilError } from '@anvil/shared/errors'
import { type Anvil, createAnvil } from '../anvil.js'
import type { ClientCore } from '../client-core.js'
import type { AnvilOptions } from '../client-options.js'
import type { PromptTable } from '../prompts/prompt-table.js'
import { startClient } from '../start-client.js'
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
  const client = createAnvil(optionsOf(flags, output), { live: false })
  try {
    await client.start()
    return await work(client)
  } finally {
    await client.close()
  }
}

/** The same for commands that look closer than an application can. */
export async function withCore<T>(
  flags: ClientFlags,
  output: Output,
  work: (core: ClientCore) => Promise<T>,
): Promise<T> {
  const started = await startClient(optionsOf(flags, output), () => undefined, { live: false })
  try {
    return await work(started.core)
  } finally {
    await started.close()
  }
}

/** The prompts that run here; `client.not_ready` where none do yet. */
export function tableOf({ prompts }: ClientCore): PromptTable {
  if (prompts.table) return prompts.table
  throw new AnvilError('client.not_ready', 'Nothing runs here yet. Take the first prompts by anvil sync.')
}

/** A command ends with its process, so what the folder did not keep was not done. */
export function assertKept(client: Anvil): void {
  const { problem } = client.status().cache
  if (problem !== null) throw new AnvilError('cache.unavailable', `Nothing was kept. ${problem}`)
}

function optionsOf({ config }: ClientFlags, output: Output): AnvilOptions {
  const logger = { info: () => undefined, warn: (line: string) => output.message(`warning: ${line}`) }
  return config === undefined ? { logger } : { logger, configFile: config }
}
