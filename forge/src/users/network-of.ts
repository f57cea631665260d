import ipaddr from 'ipaddr.js'

const HOST_GROUPS = 4

/** What one person has at hand: an IPv4 address, or the 64-bit network of an IPv6 address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, HOST_GROUPS).join(':') : parsed.toString()
}
