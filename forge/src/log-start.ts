import type { ForgeConfig } from './config.js'
import type { AppContext } from './context.js'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

interface Started {
  url: string
  setupCode: string | undefined
  ctx: Pick<AppContext, 'log' | 'config'>
}

/** Writes to the log where FORGE is, what instances will not like of it and, until there is one, how the first admin is made. */
export function logStart({ url, setupCode, ctx: { log, config } }: Started): void {
  log.info(`FORGE is at ${url}`)
  if (config.publicUrl !== undefined) log.info(`People and instances find it at ${config.publicUrl}`)
  if (isOpenUnencrypted(config))
    log.warn(
      'FORGE listens beyond this machine without TLS, and LIVE instances refuse that. Set ANVIL_TLS_CERT and ANVIL_TLS_KEY, or put a proxy with TLS in front of it and its address into ANVIL_PUBLIC_URL.',
    )
  if (setupCode !== undefined) log.info(`First admin: POST /api/v1/setup with the code ${setupCode}`)
}

function isOpenUnencrypted({ host, tls, publicUrl }: ForgeConfig): boolean {
  return !LOOPBACK.test(host) && !tls && publicUrl?.startsWith('https:') !== true
}
