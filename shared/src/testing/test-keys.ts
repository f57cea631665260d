import { createHash } from 'node:crypto'
import { keyFromSeed, type KeyPair } from '../bundle/keys.js'

/** A key for tests, always the same one under the same name. */
export function testKey(name: string): KeyPair {
  return keyFromSeed(createHash('sha256').update(`anvil test key ${name}`).digest())
}
