import { AnvilError, parse } from '@anvil/shared'
import { ImportInput, type ImportPlan } from '@anvil/shared/api'
import { EXIT } from '@anvil/shared/exit-codes'
import { importPrompts } from '../../imports/import-service.js'
import type { CliHost } from '../cli-host.js'
import { operatorOf } from '../operator-of.js'
import type { AddCommand } from '../program.js'
import { promptSetOf } from '../prompt-set-of.js'
import { type ImportSource, readImportSource } from '../read-import-source.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

interface ImportFlags extends CommonFlags {
  project: string
  promptSet: string
  format?: string
  map?: string
  as?: string
  prefix?: string
  expectedRevision?: string
  dryRun?: boolean
}

/** `anvil-forge import`: prompts from a file or a folder into a draft, all or none. */
export const importCommand: AddCommand = (program, { host, done }) => {
  program
    .command('import')
    .description('import prompts into a draft, all or none: CSV, JSON, text files, or what export wrote')
    .argument('<path>', 'a file, or a folder of text and Markdown files')
    .requiredOption('--project <id or slug>', 'the project')
    .requiredOption('--prompt-set <id or slug>', 'whose draft')
    .option('--dry-run', 'show what would be done, and change nothing')
    .option('--format <format>', 'csv, json, files or anvil, where the name does not tell')
    .option('--map <pairs>', 'which columns are what, such as title=act,text=prompt')
    .option('--as <kind>', 'literal (without it), or template')
    .option('--prefix <words>', 'put before every id, with a dot between')
    .option('--expected-revision <number>', 'only if the prompt set is still at it')
    .option('--json', 'write the result as one JSON object')
    .action(async (place: string, flags: ImportFlags) => {
      const source = await readImportSource(place, flags.format)
      const input = parse(ImportInput, inputOf(source, flags))
      const plan = await withForge(host, async (ctx) => {
        const actor = operatorOf(host)
        const key = await promptSetOf(ctx, actor, flags)
        return importPrompts(ctx, actor, { key, asked: askedOf(flags) }, input)
      })
      writeResult(host, flags, plan, linesOf(plan))
      tellSkipped(host, source)
      if (plan.counts.refuse > 0) done(EXIT.refused)
    })
}

function inputOf({ given }: ImportSource, { map, as, prefix, dryRun = false }: ImportFlags): object {
  return {
    ...given,
    dry_run: dryRun,
    ...(map === undefined ? {} : { map: Object.fromEntries(map.split(',').map(pairOf)) }),
    ...(as === undefined ? {} : { as }),
    ...(prefix === undefined ? {} : { prefix }),
  }
}

function pairOf(pair: string): [string, string] {
  const at = pair.indexOf('=')
  if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1)]
  throw new AnvilError('request.invalid', `--map takes pairs such as title=act,text=prompt, and "${pair}" is none.`)
}

/** The operator means what is there to be changed, unless they name the revision that they looked at. */
function askedOf({ expectedRevision }: ImportFlags) {
  return { ifMatch: expectedRevision === undefined ? '*' : [`"${expectedRevision}"`], mustBeNew: false } as const
}

const WORDS = { create: 'new', change: 'changed', same: 'same', refuse: 'refused' } as const

function linesOf({ dry_run, revision, counts, rows }: ImportPlan): string[] {
  const shown = rows.filter(({ action, notes }) => (dry_run ? action !== 'same' : notes.length > 0))
  const done = dry_run ? 'Nothing was changed: this is a dry run.' : `The prompt set is at revision ${revision}.`
  return [
    ...shown.flatMap(({ action, id, source, notes }) => [
      `${WORDS[action].padEnd(8)} ${id ?? '–'} (${source})`,
      ...notes.map((note) => `         ${note}`),
    ]),
    `${counts.create} new, ${counts.change} changed, ${counts.same} the same, ${counts.refuse} refused. ${done}`,
  ]
}

function tellSkipped(host: CliHost, { skipped }: ImportSource): void {
  if (skipped.length === 0) return
  const some = skipped.slice(0, 5).join(', ')
  host.message(`${skipped.length} files are neither text nor Markdown and were left out: ${some}\n`)
}
