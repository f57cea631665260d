import pc from 'picocolors'
import type { BundledPrompt } from '@anvil/shared'
import { EXIT } from '@anvil/shared/exit-codes'
import type { PromptTable } from '../../prompts/prompt-table.js'
import { tableChanges } from '../../prompts/table-changes.js'
import { previewOf } from '../../sync-client.js'
import { type DiffLine, lineDiff } from '../line-diff.js'
import { type Output, writeResult } from '../output.js'
import { type ClientFlags, withCore } from '../with-client.js'

export interface DiffFlags extends ClientFlags {
  file?: string
  check?: boolean
}

/** `anvil diff`: what a sync would change, text by text; nothing is taken. */
export async function diffCommand(flags: DiffFlags, output: Output): Promise<number> {
  const { before, after } = await withCore(flags, output, async (core) => ({
    before: core.prompts.table,
    after: await previewOf(core, flags.file),
  }))
  const changes = after ? tableChanges(before, after) : { added: [], changed: [], removed: [] }
  const ids = [...changes.added, ...changes.changed, ...changes.removed].sort()
  const prompts = ids.map((id) => ({ id, lines: lineDiff(textOf(before, id), textOf(after, id)) }))
  const lines = prompts.flatMap(({ id, lines }) => [pc.bold(id), ...lines.map(shown)])
  writeResult(output, { ...changes, prompts }, ids.length > 0 ? lines : ['What runs here is what a sync would take.'])
  return flags.check === true && ids.length > 0 ? EXIT.drift : EXIT.ok
}

function shown({ sign, text }: DiffLine): string {
  if (sign === ' ') return `  ${text}`
  return sign === '+' ? pc.green(`+ ${text}`) : pc.red(`- ${text}`)
}

/** A prompt as lines that can be compared: its texts, and what its callers have to pass. */
function textOf(table: PromptTable | undefined, id: string): string[] {
  const prompt = table?.find(id)?.prompt
  return prompt ? [...textLines(prompt), ...variableLines(prompt)] : []
}

function textLines(prompt: BundledPrompt): string[] {
  if (prompt.kind === 'text') return prompt.template.split('\n')
  return prompt.messages.flatMap(({ role, template }) => [`[${role}]`, ...template.split('\n')])
}

function variableLines({ variables, delimiters }: BundledPrompt): string[] {
  const declared = Object.keys(variables)
    .sort()
    .map(
      (name) =>
        `{{${name}}} ${variables[name]?.type ?? ''} ${variables[name]?.required === true ? 'required' : 'optional'}`,
    )
  return delimiters ? [...declared, `delimiters ${delimiters.join(' ')}`] : declared
}
