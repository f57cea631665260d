import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** Networks in CIDR notation, parted by commas. */
export const Networks = z.string().transform((text, check) => {
  const networks = text.split(',').map((network) => network.trim())
  const wrong = networks.find((network) => !ipaddr.isValidCIDR(network))
  if (wrong === undefined) return networks
  check.addIssue({ code: 'custom', message: `must be networks such as 10.0.0.0/8,fd00::/8, not "${wrong}"` })
  return z.NEVER
})
