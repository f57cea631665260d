import type { IncomingMessage } from 'node:http'
import { crossSite } from './cross-site.js'

/** Lets sockets in that FORGE's own page or a program dials, for Socket.IO: browsers let any page dial anybody. */
export function allowOwnSite(config: Parameters<typeof crossSite>[0]) {
  const refusalOf = crossSite(config)
  return (req: IncomingMessage, done: (problem: string | null | undefined, isAllowed: boolean) => void): void => {
    const refused = refusalOf(req)
    done(refused?.message, refused === undefined)
  }
}
