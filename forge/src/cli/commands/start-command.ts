import { parseConfig } from '../../config.js'
import { logStart } from '../../log-start.js'
import { startForge } from '../../server.js'
import type { AddCommand } from '../program.js'
import { type CommonFlags, writeResult } from '../write-result.js'

/** `anvil-forge start`: runs FORGE until the process is asked to end. The log goes to standard output. */
export const startCommand: AddCommand = (program, { host }) => {
  program
    .command('start')
    .description('run FORGE until Ctrl-C or SIGTERM; its log is one JSON object a line')
    .option('--json', 'write where it is as one JSON object')
    .action(async (flags: CommonFlags) => {
      const forge = await startForge(parseConfig(host.env))
      const asked = host.asked()
      logStart(forge)
      const { url, port, ctx } = forge
      writeResult(host, flags, { url, port, root_key: ctx.signing.rootKey }, [])
      await asked
      await forge.close()
    })
}
