import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** Whose `X-Forwarded-For` is believed: so many proxies in front of FORGE, or those at these addresses; nobody's by default. */
export type TrustedProxies = { hops: number } | { addresses: readonly string[] }

const MAX_HOPS = 20

/** Reads ANVIL_TRUST_PROXY: a number of proxies, or addresses and networks parted by commas. */
export const TrustProxy = z.string().transform((text, check): TrustedProxies => {
  if (/^\d+$/.test(text) && Number(text) <= MAX_HOPS) return { hops: Number(text) }
  const addresses = text.split(',').map((address) => address.trim())
  const wrong = addresses.find((address) => !ipaddr.isValid(address) && !ipaddr.isValidCIDR(address))
  if (wrong === undefined && !/^\d+$/.test(text)) return { addresses }
  check.addIssue({
    code: 'custom',
    message: `must be the number of proxies in front of FORGE (at most ${MAX_HOPS}), or their addresses such as 127.0.0.1,10.0.0.0/8, not "${wrong ?? text}"`,
  })
  return z.NEVER
})
