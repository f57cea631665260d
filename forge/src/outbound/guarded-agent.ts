import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { AnvilError } from '@anvil/shared'
import { Agent } from 'undici'
import { type OutboundRules, refusedAddress } from './address-rules.js'

const CONNECT_MS = 5_000
const KEEP_ALIVE_MS = 30_000
const CONNECTIONS_AN_ORIGIN = 8

/** How all addresses of a name are found. */
export type LookUp = (
  name: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

/** Connections to allowed addresses only: a name is looked up once, and what was judged is what is connected to. */
export function guardedAgent(rules: OutboundRules, resolve: LookUp = lookup): Agent {
  return new Agent({
    connections: CONNECTIONS_AN_ORIGIN,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: CONNECT_MS, lookup: guardedLookup(rules, resolve) },
  })
}

function guardedLookup(rules: OutboundRules, resolve: LookUp): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '')
      const refused: string[] = []
      const allowed: LookupAddress[] = []
      for (const entry of found) {
        const why = refusedAddress(entry.address, rules)
        if (why === undefined) allowed.push(entry)
        else refused.push(why)
      }
      const [first] = allowed
      if (!first) return callback(new AnvilError('receiver.refused', `${hostname}: ${refused.join('; ')}`), '')
      if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
