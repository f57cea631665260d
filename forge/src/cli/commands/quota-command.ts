import { AnvilError } from '@anvil/shared'
import { type Quota, type QuotaKind, QuotaKind as Kinds } from '@anvil/shared/api'
import type { Command } from 'commander'
import { changeQuotas, type QuotaChange, readQuotasOf } from '../../quotas/quota-service.js'
import { operatorOf } from '../operator-of.js'
import type { AddCommand, Cli } from '../program.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

interface QuotaFlags extends CommonFlags {
  organisation: string
}

interface SetFlags extends QuotaFlags {
  projects?: string
  prompts?: string
  accessTokens?: string
  instances?: string
}

const MOST = 2_000_000_000

/** `anvil-forge quota get | set`: how much an organisation may have. */
export const quotaCommand: AddCommand = (program, cli) => {
  const quota = program.command('quota').description('how much an organisation has and may have: get, set')
  addGet(quota, cli)
  addSet(quota, cli)
}

function addGet(quota: Command, { host }: Cli): void {
  forOrganisation(quota.command('get').description('say how much an organisation has and may have')).action(
    async (flags: QuotaFlags) => {
      const quotas = await withForge(host, (ctx) => readQuotasOf(ctx, operatorOf(host), flags.organisation))
      writeResult(host, flags, { quotas }, linesOf(quotas))
    },
  )
}

function addSet(quota: Command, { host }: Cli): void {
  const what = 'change how much an organisation may have; what it has already stays, were it more'
  forOrganisation(quota.command('set').description(what))
    .option('--projects <number>', 'projects')
    .option('--prompts <number>', 'prompts, of all projects')
    .option('--access-tokens <number>', 'access tokens in force')
    .option('--instances <number>', 'LIVE instances that were heard of within a day')
    .action(async (flags: SetFlags) => {
      const change = changeOf(flags)
      const quotas = await withForge(host, (ctx) => changeQuotas(ctx, operatorOf(host), flags.organisation, change))
      writeResult(host, flags, { quotas }, linesOf(quotas))
    })
}

function forOrganisation(command: Command): Command {
  return command
    .requiredOption('--organisation <id or slug>', 'the organisation')
    .option('--json', 'write the result as one JSON object')
}

function changeOf({ projects, prompts, accessTokens, instances }: SetFlags): QuotaChange {
  const given = Object.entries({ projects, prompts, access_tokens: accessTokens, instances })
  const change: QuotaChange = {}
  for (const [name, text] of given) if (text !== undefined) change[Kinds.parse(name)] = numberOf(name, text)
  if (Object.keys(change).length > 0) return change
  throw new AnvilError(
    'command.invalid',
    'Nothing was said to change. Add at least one of --projects, --prompts, --access-tokens and --instances.',
  )
}

function numberOf(name: string, text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (number <= MOST) return number
  throw new AnvilError(
    'command.invalid',
    `--${name.replace('_', '-')} ${text} is no number of things. Give a whole number from 0 to ${MOST}.`,
  )
}

const SAID: Record<QuotaKind, string> = {
  projects: 'projects',
  prompts: 'prompts',
  access_tokens: 'access tokens',
  instances: 'instances',
}

function linesOf(quotas: readonly Quota[]): string[] {
  return quotas.map(({ kind, used, most }) => `${SAID[kind].padEnd(13)} ${used} of ${most}`)
}
