import { exportPrompts } from '../../imports/export-service.js'
import { writeNewFile } from '../key-files.js'
import { operatorOf } from '../operator-of.js'
import type { AddCommand } from '../program.js'
import { promptSetOf } from '../prompt-set-of.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

interface ExportFlags extends CommonFlags {
  project: string
  promptSet: string
  out?: string
}

/** `anvil-forge export`: all that a prompt set says now, as import takes it. */
export const exportCommand: AddCommand = (program, { host }) => {
  program
    .command('export')
    .description('write what a prompt set says now, in the form that import takes unchanged')
    .requiredOption('--project <id or slug>', 'the project')
    .requiredOption('--prompt-set <id or slug>', 'what')
    .option('--out <file>', 'a new file; without it, to standard output')
    .option('--json', 'write the result as one JSON object')
    .action(async ({ out, ...flags }: ExportFlags) => {
      const { exported } = await withForge(host, async (ctx) => {
        const actor = operatorOf(host)
        return exportPrompts(ctx, actor, await promptSetOf(ctx, actor, flags))
      })
      const text = JSON.stringify(exported, null, 2)
      if (out === undefined) return writeResult(host, flags, exported, [text])
      await writeNewFile(out, `${text}\n`)
      const { prompt_set, prompts } = exported
      const lines = [`${prompts.length} prompts of ${prompt_set.name} are in ${out}.`]
      return writeResult(host, flags, { file: out, prompt_set, prompts: prompts.length }, lines)
    })
}
