import { Anvil } from './anvil.js'

/** The process's own client, configured by file and environment when it is started. */
export const anvil = new Anvil()
