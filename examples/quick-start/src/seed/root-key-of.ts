import { ForgeInfo } from '@anvil/shared/api'
import { type SeedSession, takeStep } from './take-step.js'

/** The root key of this FORGE, in the form of ANVIL_ROOT_KEY. */
export async function rootKeyOf(session: SeedSession): Promise<string> {
  return (await takeStep(session, ForgeInfo, { path: '/forge' })).root_key
}
