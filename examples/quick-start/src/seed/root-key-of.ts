import { type ForgeConnection, ForgeInfo, requestForge } from '@anvil/shared/api'

/** The root key of this FORGE, in the form of ANVIL_ROOT_KEY. */
export async function rootKeyOf(forge: ForgeConnection): Promise<string> {
  return (await requestForge(forge, ForgeInfo, { path: '/forge' })).root_key
}
