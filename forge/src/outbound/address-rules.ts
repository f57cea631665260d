import ipaddr from 'ipaddr.js'

/** Where FORGE itself may connect to, on behalf of people and instances. */
export interface OutboundRules {
  /** Networks beyond the public internet that are allowed, as `10.0.0.0/8`. */
  networks: readonly string[]
  /** Lets `http:` reach other hosts than this one. */
  allowInsecure: boolean
}

/** Clouds answer secrets of the machine there; nobody's receiver lives there. */
const METADATA = ['169.254.169.254', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254']
const NEVER: readonly string[] = ['linkLocal', 'multicast', 'broadcast', 'unspecified', 'reserved', 'discard']
/** Addresses that once wrapped an IPv4 one; nobody's today, and some systems still lead them there. */
const COMPATIBLE = '::/96'
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Why an IP address is not to be connected to; undefined where it may be. */
export function refusedAddress(address: string, rules: OutboundRules): string | undefined {
  const parsed = reachedBy(ipaddr.parse(address.split('%')[0] ?? ''))
  const range = rangeOf(parsed)
  if (NEVER.includes(range) || METADATA.includes(parsed.toString())) return `${address} is ${WORDS[range] ?? range}`
  if (range === 'unicast' || rules.networks.some((network) => isWithin(parsed, network))) return undefined
  return `${address} is ${WORDS[range] ?? range}, and no allowed network holds it`
}

const WORDS: Readonly<Record<string, string>> = {
  linkLocal: 'link-local',
  uniqueLocal: 'private',
  private: 'private',
  loopback: 'loopback',
  carrierGradeNat: 'shared by a carrier',
  unicast: 'an address of cloud metadata',
}

/** Why an address can't be used as it is written; undefined where only the look-up of its name can tell. */
export function refusedUrl(text: string, rules: OutboundRules): string | undefined {
  if (!URL.canParse(text)) return 'it is no address'
  const { protocol, hostname, username, password } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return `${protocol} is neither https: nor http:`
  if (username !== '' || password !== '') return 'it carries a user or a password'
  if (protocol === 'http:' && !LOOPBACK.test(hostname) && !rules.allowInsecure)
    return 'it is unencrypted and names another host'
  const literal = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(literal) ? refusedAddress(literal, rules) : undefined
}

function rangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const range = address.range()
  return range === 'unicast' && isWithin(address, COMPATIBLE) ? 'reserved' : range
}

/** An IPv6 address that only wraps an IPv4 one leads to the latter. */
function reachedBy(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address instanceof ipaddr.IPv4) return address
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  const bytes = address.toByteArray()
  const range = address.range()
  if (range === 'rfc6052') return new ipaddr.IPv4(bytes.slice(12))
  return range === '6to4' ? new ipaddr.IPv4(bytes.slice(2, 6)) : address
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(network)
  return base.kind() === address.kind() && address.match(base, bits)
}
