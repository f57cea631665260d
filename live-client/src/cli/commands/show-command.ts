import { EXIT } from '@anvil/shared/exit-codes'
import { type Output, writeResult } from '../output.js'
import { type ClientFlags, withCore } from '../with-client.js'

/** `anvil show`: one prompt as it was written, with its variables and where it comes from. */
export async function showCommand(id: string, flags: ClientFlags, output: Output): Promise<number> {
  const { source, prompt } = await withCore(flags, output, async (core) => core.prompts.entry(id))
  const { bundle, sha256 } = source
  const { kind, variables, delimiters, metadata } = prompt
  const written = prompt.kind === 'text' ? { template: prompt.template } : { messages: prompt.messages }
  const about = { id, prompt_set: bundle.prompt_set, version: bundle.version, sha256 }
  const notes = Object.entries(variables).map(([name, { type, required, description, values }]) =>
    [
      `${name}: ${type}${values ? ` (${values.join(' | ')})` : ''}, ${required ? 'required' : 'optional'}`,
      ...(description === '' ? [] : [description]),
    ].join(' — '),
  )
  output.message(`${id} in ${bundle.prompt_set} ${bundle.version} (sha256 ${sha256.slice(0, 12)}…)`)
  for (const note of notes) output.message(`  ${note}`)
  const lines =
    prompt.kind === 'text' ? [prompt.template] : prompt.messages.map(({ role, template }) => `[${role}]\n${template}`)
  writeResult(output, { ...about, kind, ...written, variables, delimiters, metadata }, lines)
  return EXIT.ok
}
