import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AnvilError } from '@anvil/shared'
import type { Command } from 'commander'
import { exportTrail } from '../../audit/export-service.js'
import { findNamedOrganisation } from '../../projects/named-store.js'
import { operatorOf } from '../operator-of.js'
import type { AddCommand, Cli } from '../program.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'
import { auditVerifyCommand } from './audit-verify-command.js'

interface ExportFlags extends CommonFlags {
  organisation?: string
  from?: Date
  to?: Date
}

/** `anvil-forge audit`: the audit trail, out of FORGE and verified without it. */
export const auditCommand: AddCommand = (program, cli) => {
  const audit = program.command('audit').description('take the audit trail out, and verify what was taken out')
  addExport(audit, cli)
  auditVerifyCommand(audit, cli)
}

function addExport(audit: Command, { host }: Cli): void {
  audit
    .command('export')
    .description('write the sealed and signed audit trail of an organisation, one JSON object a line')
    .argument('<file>', 'the new file; - for standard output')
    .option('--organisation <id or slug>', "whose trail; without it FORGE's own, which has what is of no organisation")
    .option('--from <time>', 'leave out what was sealed long before this time', timeOf)
    .option('--to <time>', 'leave out what was sealed long after this time', timeOf)
    .option('--json', 'write the result as one JSON object')
    .action(async (file: string, { organisation, from, to, ...flags }: ExportFlags) => {
      if (existsSync(file))
        throw new AnvilError('file.unusable', `The file ${file} is there already, and is not overwritten.`)
      await withForge(host, async (ctx) => {
        const actor = operatorOf(host)
        const whose =
          organisation === undefined
            ? undefined
            : await ctx.asActor(actor, (trx) => findNamedOrganisation(trx, organisation))
        const lines = await exportTrail(ctx, actor, { organisationId: whose?.id, from, to })
        if (file !== '-') return writeWhole(file, lines)
        for await (const text of lines) host.result(text)
      })
      if (file !== '-')
        writeResult(host, flags, { file }, [`The trail is in ${file}. "anvil-forge audit verify" proves it.`])
    })
}

/** Writes a file that is whole or not there. */
async function writeWhole(file: string, lines: AsyncGenerator<string>): Promise<void> {
  const draft = `${file}.part`
  try {
    await pipeline(Readable.from(lines), createWriteStream(draft, { mode: 0o600, flush: true }))
    await rename(draft, file)
  } catch (cause) {
    await rm(draft, { force: true })
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause
    throw new AnvilError('file.unusable', `The file ${file} can't be written: ${cause.message}.`, { cause })
  }
}

function timeOf(text: string): Date {
  const time = new Date(text)
  if (!Number.isNaN(time.getTime())) return time
  throw new AnvilError('command.invalid', `${text} is no time. Write it as 2026-01-15 or 2026-01-15T10:00:00Z.`)
}
