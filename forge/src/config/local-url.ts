import type { ForgeConfig } from '../config.js'

/** The address of FORGE on this machine. */
export function localUrl({ host, port, tls }: Pick<ForgeConfig, 'host' | 'port' | 'tls'>): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${tls ? 'https' : 'http'}://${name}:${port}`
}
