import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import type { TrustedProxies } from '../config/trust-proxy.js'

/** Whether what the host at this address says of `X-Forwarded-…` is believed; `hop` counts from FORGE outwards. */
export type TrustsProxy = (address: string, hop: number) => boolean

/** Makes the rule of ANVIL_TRUST_PROXY; without it nobody is believed. */
export function trustsProxy(trusted: TrustedProxies | undefined): TrustsProxy {
  if (trusted === undefined) return () => false
  if ('hops' in trusted) return (_address, hop) => hop < trusted.hops
  const networks = trusted.addresses.map(networkOf)
  return (address) => {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return networks.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits))
  }
}

/**
 * Where a request comes from: the first address, from FORGE outwards, that is no trusted proxy's; where a proxy says
 * what is no address, that proxy's.
 */
export function clientAddress(req: IncomingMessage, trusts: TrustsProxy): string {
  const forwarded = [req.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const outwards = forwarded.map((address) => address.trim()).filter((address) => address !== '')
  let address = req.socket.remoteAddress ?? ''
  for (let hop = 0; trusts(address, hop); hop++) {
    const next = addressIn(outwards.pop() ?? '')
    if (next === undefined) break
    address = next
  }
  return address
}

/** The address alone of `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`. */
function addressIn(text: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(text) ?? []
  return [text, bracketed, plain].find((address) => address !== undefined && ipaddr.isValid(address))
}

function networkOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  const address = ipaddr.process(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
