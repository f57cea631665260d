import { readFile } from 'node:fs/promises'
import { AnvilError } from '@anvil/shared'
import type { PolicyCheck } from '@anvil/shared/api'
import { EXIT } from '@anvil/shared/exit-codes'
import type { Command } from 'commander'
import type { AppContext } from '../../context.js'
import { checkDrafts, readPolicy, setPolicy, type WrittenPolicy } from '../../policy/policy-service.js'
import { parsePolicyYaml } from '../../policy/policy-yaml.js'
import { findNamedProject } from '../../projects/named-store.js'
import { operatorOf, type OperatorActor } from '../operator-of.js'
import type { AddCommand, Cli } from '../program.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

interface PolicyFlags extends CommonFlags {
  project: string
  expectedNumber?: string
}

/** `anvil-forge policy get | set | check`: what a project asks of its prompts, as a file. */
export const policyCommand: AddCommand = (program, cli) => {
  const policy = program.command('policy').description('what a project asks of its prompts: get, set, check')
  addGet(policy, cli)
  addSet(policy, cli)
  addCheck(policy, cli)
}

function addGet(policy: Command, { host }: Cli): void {
  forProject(policy.command('get').description('write the policy in force as YAML')).action(
    async (flags: PolicyFlags) => {
      const found = await inProject({ host }, flags, readPolicy)
      writeResult(host, flags, found, [found.yaml.trimEnd()])
    },
  )
}

function addSet(policy: Command, { host }: Cli): void {
  const command = policy.command('set').description('put a policy in force').argument('<file>', 'YAML or JSON')
  forProject(command)
    .option('--expected-number <number>', 'only if this is the number of the policy in force')
    .action(async (file: string, flags: PolicyFlags) => {
      const written = await readPolicyFile(file)
      const { expectedNumber } = flags
      const asked = { ifMatch: expectedNumber === undefined ? '*' : [`"${expectedNumber}"`], mustBeNew: false } as const
      const stored = await inProject({ host }, flags, (ctx, actor, projectId) =>
        setPolicy(ctx, actor, { projectId, asked }, written),
      )
      writeResult(host, flags, stored, [`Policy ${stored.number} is in force.`])
    })
}

function addCheck(policy: Command, { host, done }: Cli): void {
  const what = 'say what a policy finds in the drafts as they are; ends with 6 where something blocks'
  const command = policy.command('check').description(what).argument('[file]', 'instead of the policy in force')
  forProject(command).action(async (file: string | undefined, flags: PolicyFlags) => {
    const document = file === undefined ? undefined : (await readPolicyFile(file)).document
    const check = await inProject({ host }, flags, (ctx, actor, projectId) =>
      checkDrafts(ctx, actor, projectId, document),
    )
    writeResult(host, flags, check, linesOf(check))
    if (check.blocking > 0) done(EXIT.refused)
  })
}

function forProject(command: Command): Command {
  return command
    .requiredOption('--project <id or slug>', 'the project')
    .option('--json', 'write the result as one JSON object')
}

function inProject<T>(
  { host }: Pick<Cli, 'host'>,
  { project }: PolicyFlags,
  work: (ctx: AppContext, actor: OperatorActor, projectId: string) => Promise<T>,
): Promise<T> {
  return withForge(host, async (ctx) => {
    const actor = operatorOf(host)
    return work(ctx, actor, await ctx.asActor(actor, (trx) => findNamedProject(trx, project)))
  })
}

async function readPolicyFile(file: string): Promise<WrittenPolicy> {
  const yaml = await readFile(file, 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AnvilError('file.unusable', `The policy ${file} can't be read: ${why}.`, { cause })
  })
  return { document: parsePolicyYaml(yaml), yaml }
}

function linesOf({ prompt_sets, blocking }: PolicyCheck): string[] {
  const lines = prompt_sets.flatMap(({ prompt_set, findings }) =>
    findings.map(({ blocks, level, rule, prompt_id, message }) => {
      const mark = blocks ? 'block ' : level === 'block' ? 'waived' : 'warn  '
      return `${mark} ${prompt_set}/${prompt_id} ${rule}: ${message}`
    }),
  )
  const drafts = prompt_sets.length === 1 ? '1 prompt set' : `${prompt_sets.length} prompt sets`
  return [...lines, `${lines.length} found in ${drafts}, of which ${blocking} block.`]
}
