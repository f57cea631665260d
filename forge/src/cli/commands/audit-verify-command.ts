import { AnvilError } from '@anvil/shared'
import { parseRootKey } from '@anvil/shared/bundle'
import type { Command } from 'commander'
import { requireTrailOf, verifySince, verifyWhole } from '../../audit/compare-exports.js'
import { openExport } from '../../audit/read-export.js'
import type { VerifiedExport } from '../../audit/verify-export.js'
import type { CliHost } from '../cli-host.js'
import type { Cli } from '../program.js'
import { type CommonFlags, writeResult } from '../write-result.js'

interface VerifyFlags extends CommonFlags {
  rootKey?: string
  since?: string
  organisation?: string
}

/** `anvil-forge audit verify`: proves an export by the root key alone, without FORGE, its database or a network. */
export function auditVerifyCommand(audit: Command, { host }: Cli): void {
  audit
    .command('verify')
    .description('prove an exported trail by the root key alone; names the first entry that is not as it was sealed')
    .argument('<file>', 'the export; - for standard input')
    .option('--root-key <ed25519:…>', 'the root key that you pinned; otherwise ANVIL_ROOT_KEY')
    .option('--since <file>', 'an older export, of which all must still be there as it was')
    .option('--organisation <id>', 'whose trail it must be; forge for that of FORGE itself')
    .option('--json', 'write the result as one JSON object')
    .action(async (file: string, { rootKey, since, organisation, ...flags }: VerifyFlags) => {
      const root = parseRootKey(rootKeyOf(host, rootKey))
      const newer = await openExport(file, host.input)
      requireTrailOf(newer, organisation)
      const verified = since
        ? await verifySince(newer, await openExport(since, host.input), root)
        : await verifyWhole(newer, root)
      writeResult(host, flags, verified, linesOf(verified))
    })
}

function rootKeyOf({ env }: CliHost, given: string | undefined): string {
  const key = given ?? env['ANVIL_ROOT_KEY']
  if (key !== undefined && key !== '') return key
  throw new AnvilError(
    'command.invalid',
    'Nothing is proven without the root key that you pinned when you first met this FORGE. Name it with --root-key ed25519:…, or set ANVIL_ROOT_KEY.',
  )
}

function linesOf({ chain, organisation, entries, first, last, ...signed }: VerifiedExport): string[] {
  const whose = organisation === null ? "FORGE's own trail" : `The trail ${chain}, which says it is of ${organisation},`
  const range =
    first && last ? `entries ${first.seq} (${first.created_at}) to ${last.seq} (${last.created_at})` : 'no entry'
  const revoked =
    signed.revoked === 0 ? [] : [`${signed.revoked} signatures are by keys revoked since, and were passed over.`]
  return [
    `${whose} is as it was sealed: ${entries} of it, ${range}.`,
    `Head ${signed.head_hash}, signed at ${signed.signed_at}; ${signed.checkpoints} checkpoints agree.`,
    ...revoked,
    `ATTENTION: only this file says that entry ${last?.seq ?? 0} is the last. Whatever came after may have been cut off: compare the head with FORGE's own (audit page, or GET …/audit/chain), or with a later export.`,
  ]
}
