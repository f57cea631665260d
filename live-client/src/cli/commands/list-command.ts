import { AnvilError } from '@anvil/shared/errors'
import { EXIT } from '@anvil/shared/exit-codes'
import type { PromptEntry } from '../../prompts/prompt-table.js'
import { type Output, writeResult } from '../output.js'
import { columns } from '../columns.js'
import { type ClientFlags, tableOf, withCore } from '../with-client.js'

/** `anvil list`: the prompts that run here, those alone whose ids fit a pattern with `*` and `?`. */
export async function listCommand(glob: string | undefined, flags: ClientFlags, output: Output): Promise<number> {
  const prompts = await withCore(flags, output, async (core) => {
    const table = tableOf(core)
    const fits = glob === undefined ? () => true : matcher(glob)
    return [...table.ids()]
      .filter(fits)
      .sort()
      .flatMap((id) => rowOf(id, table.find(id)) ?? [])
  })
  if (prompts.length === 0 && glob !== undefined)
    throw new AnvilError('prompt.not_found', `No prompt that runs here fits ${glob}. anvil list shows all of them.`)
  const rows = prompts.map(({ id, prompt_set, version, kind, variables }) => [
    id,
    `${prompt_set} ${version}`,
    kind,
    variables.join(' '),
  ])
  writeResult(output, { prompts }, columns(['PROMPT', 'PROMPT SET', 'KIND', 'VARIABLES'], rows))
  return EXIT.ok
}

function rowOf(id: string, entry: PromptEntry | undefined) {
  if (!entry) return undefined
  const { prompt, source } = entry
  const variables = Object.entries(prompt.variables).map(([name, { required }]) => (required ? name : `${name}?`))
  const { prompt_set, version } = source.bundle
  return { id, prompt_set, version, kind: prompt.kind, variables: variables.sort() }
}

function matcher(glob: string): (id: string) => boolean {
  const escaped = glob.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
  const pattern = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`)
  return (id) => pattern.test(id)
}
