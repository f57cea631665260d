import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import type { ForgeConfig } from '../config.js'
import { checkSecretKey, openSecretBox } from '../secrets/secret-key.js'
import { listKeyStates, type ListedKey, WARN_DAYS } from '../signing/key-list.js'
import { findNewestKeysetPlace } from '../signing/signing-store.js'
import { type Check, failed, ok, warning } from './check.js'

const ROTATE = 'Make a new one with "anvil-forge keys rotate".'

/** The secret key, the root key and the signing key. */
export async function checkKeys(db: Knex, config: ForgeConfig): Promise<Check[]> {
  const { number } = await findNewestKeysetPlace(db)
  if (number === 0) return [ok('keys', 'they are made when FORGE starts for the first time')]
  const keys = await listKeyStates(db, new Date())
  return [await checkSecret(db, config), checkRoot(keys), checkSigning(keys)]
}

async function checkSecret(db: Knex, config: ForgeConfig): Promise<Check> {
  try {
    await checkSecretKey(db, await openSecretBox(config, { make: false }))
    return ok('secret key', 'it opens what this database holds')
  } catch (error) {
    if (!(error instanceof AnvilError)) throw error
    return failed('secret key', error.message, 'Put the original one back: what is encrypted can be read by no other.')
  }
}

function checkRoot(keys: readonly ListedKey[]): Check {
  if (keys.some(({ state }) => state === 'root')) return ok('root key', 'its private half is on this server')
  return ok(
    'root key',
    'its private half is away from this server: new keysets come by "keys request" and "keys install"',
  )
}

function checkSigning(keys: readonly ListedKey[]): Check {
  const days = keys.find(({ state }) => state === 'signing')?.days_left
  if (days === undefined || days === null) return failed('signing key', 'there is none that can sign now', ROTATE)
  const detail = `it signs for ${days} more days`
  return days < WARN_DAYS ? warning('signing key', detail, ROTATE) : ok('signing key', detail)
}
