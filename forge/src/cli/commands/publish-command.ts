import { parse, Slug } from '@anvil/shared'
import { type Publication, PublishInput } from '@anvil/shared/api'
import { findNamedProject, findNamedPromptSet } from '../../projects/named-store.js'
import { publish } from '../../publishing/publish-service.js'
import { operatorOf } from '../operator-of.js'
import type { AddCommand } from '../program.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

interface PublishFlags extends CommonFlags {
  project: string
  environment: string
  promptSet: string
  version: string
  note?: string
  expectedSequence?: string
}

/** `anvil-forge publish`: the same act as the button's, by the operator. */
export const publishCommand: AddCommand = (program, { host }) => {
  program
    .command('publish')
    .description('publish a version to an environment, by the same rules as everybody')
    .requiredOption('--project <id or slug>', 'the project')
    .requiredOption('--environment <slug>', 'where to')
    .requiredOption('--prompt-set <id or slug>', 'what')
    .requiredOption('--version <number>', 'which version of it, such as 1.4.0')
    .option('--note <text>', 'why, for the history')
    .option('--expected-sequence <number>', 'only if this is what the environment is at')
    .option('--json', 'write the result as one JSON object')
    .action(async (flags: PublishFlags) => {
      const publication = await withForge(host, async (ctx) => {
        const actor = operatorOf(host)
        const environment = parse(Slug, flags.environment)
        const { projectId, input } = await ctx.asActor(actor, async (trx) => {
          const projectId = await findNamedProject(trx, flags.project)
          return { projectId, input: inputOf(flags, await findNamedPromptSet(trx, projectId, flags.promptSet)) }
        })
        return publish(ctx, actor, { projectId, environment, input })
      })
      writeResult(host, flags, publication, linesOf(publication))
    })
}

function inputOf({ version, note, expectedSequence }: PublishFlags, prompt_set_id: string): PublishInput {
  return parse(PublishInput, {
    kind: 'publish',
    sets: [{ prompt_set_id, version }],
    ...(note === undefined ? {} : { note }),
    ...(expectedSequence === undefined ? {} : { expected_sequence: Number(expectedSequence) }),
  })
}

function linesOf({ environment, sequence, changed }: Publication): string[] {
  const moves = changed.map(({ prompt_set, from, to }) => `  ${prompt_set} ${from ?? 'nothing'} → ${to ?? 'nothing'}`)
  return [`Published to ${environment}, sequence ${sequence}; a running FORGE announces it within a second.`, ...moves]
}
