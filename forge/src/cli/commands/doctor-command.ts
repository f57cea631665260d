import { existsSync } from 'node:fs'
import { AnvilError } from '@anvil/shared'
import { EXIT } from '@anvil/shared/exit-codes'
import { type ForgeConfig, parseConfig } from '../../config.js'
import { type Check, failed, ok } from '../../doctor/check.js'
import { checkDatabase, checkFleet } from '../../doctor/check-database.js'
import { checkFolder } from '../../doctor/check-folder.js'
import { checkKeys } from '../../doctor/check-keys.js'
import { checkNeighbours } from '../../doctor/check-neighbours.js'
import { localUrl } from '../../config/local-url.js'
import { askOwnForge, checkNetwork } from '../../doctor/check-network.js'
import type { CliHost } from '../cli-host.js'
import type { AddCommand } from '../program.js'
import { withDatabase } from '../with-database.js'
import { type CommonFlags, writeResult } from '../write-result.js'

/** `anvil-forge doctor`: looks at all that FORGE needs; ends with 1 where something is wrong. */
export const doctorCommand: AddCommand = (program, { host, done }) => {
  program
    .command('doctor')
    .description('look at all that FORGE needs, and say how to mend what is wrong')
    .option('--json', 'write the result as one JSON object')
    .action(async (flags: CommonFlags) => {
      const config = parseConfig(host.env)
      const checks = [
        ...(await checkFolder(config)),
        ...(await checkData(host, config)),
        ...(await checkNetwork(config)),
      ]
      const isWell = checks.every(({ result }) => result !== 'failed')
      writeResult(host, flags, { ok: isWell, checks }, checks.flatMap(linesOf))
      done(isWell ? EXIT.ok : EXIT.failed)
    })
}

async function checkData(host: CliHost, config: ForgeConfig): Promise<Check[]> {
  if (config.database.kind === 'embedded' && !existsSync(config.database.folder))
    return [ok('database', 'it is made at the first start')]
  try {
    return await withDatabase(host, { make: false }, async ({ db }) => {
      const checks = await checkDatabase(db)
      if (checks.some(({ result }) => result === 'failed')) return checks
      return [...checks, await checkNeighbours(db), ...(await checkKeys(db, config)), ...(await checkFleet(db))]
    })
  } catch (error) {
    if (error instanceof AnvilError) return [await problemOf(error, config)]
    throw error
  }
}

/** A folder that a running FORGE holds is as it should be, where that FORGE answers. */
async function problemOf(error: AnvilError, config: ForgeConfig): Promise<Check> {
  if (error.code !== 'data_folder.in_use') return failed('database', error.message, 'Mend that first; then ask again.')
  const forge = await askOwnForge(config)
  const detail = 'a running FORGE holds the data folder'
  if (forge?.ready === true) return ok('database', `${detail}, and says that it is ready; stop it to look inside`)
  return failed(
    'database',
    `${detail}, and does not answer as ready at ${localUrl(config)}`,
    'Look at its log, or stop it and ask again.',
  )
}

function linesOf({ name, result, detail, fix }: Check): string[] {
  const line = `${result.padEnd(8)} ${name.padEnd(15)} ${detail}`
  return fix === undefined ? [line] : [line, `${' '.repeat(25)}→ ${fix}`]
}
