import { type KeyState, listKeyStates, type ListedKey, WARN_DAYS } from '../../signing/key-list.js'
import type { AddCommand } from '../program.js'
import { withForge } from '../with-forge.js'
import { type CommonFlags, writeResult } from '../write-result.js'

const MEANING: Record<KeyState, string> = {
  signing: 'signs what environments run',
  trusted: 'signs no more, and what it signed is still taken',
  revoked: 'nobody takes what it signs',
  ended: 'its time is over',
  retired: 'is in the newest keyset no more',
  requested: 'waits for a keyset that names it: keys install',
  root: 'signs keysets; its private half is on this server',
  'root-offline': 'signs keysets; its private half is not on this server',
}

/** `anvil-forge keys list`. */
export const addKeysList: AddCommand = (keys, { host }) => {
  keys
    .command('list')
    .description('show every key, how it stands and when it ends')
    .option('--json', 'write the result as one JSON object')
    .action(async (flags: CommonFlags) => {
      const found = await withForge(host, async ({ db, now, signing }) => {
        const { forgeId: forge_id, rootKey: root_key } = signing
        return { forge_id, root_key, keys: await listKeyStates(db, now()) }
      })
      const lines = [`ANVIL_ROOT_KEY=${found.root_key}`, ...found.keys.map(lineOf)]
      writeResult(host, flags, found, lines)
      for (const warning of found.keys.flatMap(warningOf)) host.message(`warning: ${warning}\n`)
    })
}

function lineOf({ id, state, not_after, days_left }: ListedKey): string {
  const end = not_after === null ? '' : ` · until ${not_after.slice(0, 10)} (${days_left} days)`
  return `${id.slice(0, 16)}  ${state.padEnd(12)}  ${MEANING[state]}${state === 'revoked' ? '' : end}`
}

function warningOf({ id, state, days_left }: ListedKey): string[] {
  if (state !== 'signing' || days_left === null || days_left >= WARN_DAYS) return []
  return [
    `the signing key ${id.slice(0, 16)} ends in ${days_left} days. Make a new one with "anvil-forge keys rotate".`,
  ]
}
