import { showBehind } from '../../fleet/show-behind.js'
import { type RepairedEnvironment, repairSequences } from '../../fleet/repair-service.js'
import { renewHeads } from '../../publishing/freshness.js'
import { operatorOf } from '../operator-of.js'
import type { AddCommand } from '../program.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

/** `anvil-forge repair-sequence`: publishing goes on beyond what instances run, after an older backup was restored. */
export const repairSequenceCommand: AddCommand = (program, { host }) => {
  program
    .command('repair-sequence')
    .description('after an older backup was restored: let publishing go on beyond what instances proved to run')
    .option('--json', 'write the result as one JSON object')
    .action(async (flags: CommonFlags) => {
      const repair = await withForge(host, async (ctx) => {
        const repair = await repairSequences(ctx, operatorOf(host))
        if (repair.keysets.length > 0) await renewHeads(ctx)
        return repair
      })
      const keysets = repair.keysets.map((number) => `Keyset ${number} was taken over: it was made after the backup.`)
      const lines = repair.environments.flatMap(linesOf)
      const none = 'No environment is behind its instances, as far as they have connected since FORGE was started.'
      writeResult(host, flags, repair, lines.length > 0 ? [...keysets, ...lines] : [...keysets, none])
    })
}

function linesOf({ project, environment, head, fleet, instance_id, next_sequence }: RepairedEnvironment): string[] {
  const versions = Object.entries(fleet.versions).map(([set, version]) => `${set} ${version}`)
  return [
    `${environment} of ${project}: instances ${showBehind(fleet, head)}, as ${instance_id} proved. The next publication takes ${next_sequence}.`,
    `  They go on with ${versions.join(', ') || 'no prompt sets'} until somebody publishes: look at what the backup has, then publish.`,
  ]
}
