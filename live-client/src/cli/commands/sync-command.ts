import type { SyncReport } from '../../sync-client.js'
import { EXIT } from '@anvil/shared/exit-codes'
import { changeLines } from '../change-lines.js'
import { type Output, writeResult } from '../output.js'
import { assertKept, type ClientFlags, withClient } from '../with-client.js'

export interface SyncFlags extends ClientFlags {
  check?: boolean
  file?: string
  out?: string
}

/** `anvil sync`: takes what FORGE or a file has, also when frozen, and prints what changed. */
export async function syncCommand(flags: SyncFlags, output: Output): Promise<number> {
  const { check = false, file, out } = flags
  const report = await withClient(flags, output, async (client) => {
    const taken = await client.sync({
      check,
      ...(file === undefined ? {} : { file }),
      ...(out === undefined ? {} : { out }),
    })
    if (!check) assertKept(client)
    return taken
  })
  writeResult(output, report, linesOf(report))
  return report.result === 'would_apply' ? EXIT.drift : EXIT.ok
}

const HEADLINE: Record<SyncReport['result'], string> = {
  applied: 'Applied',
  would_apply: 'Would apply',
  current: 'Already at',
}

function linesOf(report: SyncReport): string[] {
  const { result, position, added, changed, removed } = report
  const where = position ? `#${position.sequence}` : 'nothing'
  return [
    `${HEADLINE[result]} ${where}: ${added.length} added, ${changed.length} changed, ${removed.length} removed`,
    ...changeLines(report),
  ]
}
