import type { IncomingMessage } from 'node:http'

/** The path below which people and instances find FORGE, by its public address; empty where that is the root. */
export function basePathOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/$/, '')
}

/** Takes the base path off a request's address, where a proxy left it there; others take it off themselves. */
export function takeOffBasePath(req: IncomingMessage, basePath: string): void {
  if (basePath !== '' && req.url?.startsWith(`${basePath}/`) === true) req.url = req.url.slice(basePath.length)
}
