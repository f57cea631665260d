import type { VariableChange } from '@anvil/shared/api'
import type { CallerChange } from '@anvil/shared/policy'
import type { Knex } from 'knex'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import type { Content } from '../reviews/draft-content.js'
import { diffContents } from '../versions/diff-contents.js'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import { listRunningVersions } from './running-version-store.js'

/** Which variables a content takes from callers, or asks of them, against what each environment runs of its prompt set. */
export async function callerChanges(trx: Knex, key: PromptSetKey, content: Content): Promise<CallerChange[]> {
  const known = new Map<string, Omit<CallerChange, 'environment'>[]>()
  const changes: CallerChange[] = []
  for (const { environment, version_id } of await listRunningVersions(trx, key)) {
    const found = known.get(version_id) ?? changesFrom(await getVersionBundle(trx, version_id), content)
    known.set(version_id, found)
    changes.push(...found.map((change) => ({ environment, ...change })))
  }
  return changes
}

/** The same against one content that runs. */
export function changesFrom(running: Content, content: Content): Omit<CallerChange, 'environment'>[] {
  return diffContents(running, content).changed.flatMap(({ id, variables }) =>
    variables.flatMap((variable) => {
      const change = changeFor(variable)
      return change === undefined ? [] : [{ prompt_id: id, variable: variable.name, change }]
    }),
  )
}

function changeFor({ from, to }: VariableChange): CallerChange['change'] | undefined {
  if (to === null) return 'removed'
  return to.required && from?.required !== true ? 'required' : undefined
}
