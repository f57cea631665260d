import type { AddCommand } from '../program.js'
import { addKeyChanges } from './key-changes.js'
import { addKeysList } from './keys-list.js'
import { addOfflineRoot } from './offline-root.js'

/** `anvil-forge keys …`: which keys sign for this FORGE. */
export const keysCommand: AddCommand = (program, cli) => {
  const keys = program
    .command('keys')
    .description('the keys that sign for this FORGE: list, rotate, revoke, take offline')
  addKeysList(keys, cli)
  addKeyChanges(keys, cli)
  addOfflineRoot(keys, cli)
}
