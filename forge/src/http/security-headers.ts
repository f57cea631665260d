import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { ForgeConfig } from '../config.js'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** What every answer tells browsers: it is data, it is no page to run or frame (pages say what they need), and HTTPS is kept to. */
export function securityHeaders(config: ForgeConfig): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: transportSecurity(config),
  })
}

/** Browsers that came by HTTPS once are told to stay with it; other hosts of the same domain are not FORGE's to speak for. */
function transportSecurity({ tls, publicUrl }: ForgeConfig): { maxAge: number; includeSubDomains: false } | false {
  const isEncrypted = tls !== undefined || publicUrl?.startsWith('https:') === true
  return isEncrypted && { maxAge: YEAR_SECONDS, includeSubDomains: false }
}
