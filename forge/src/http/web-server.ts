import { createServer as createHttp, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { Certificate } from './certificate.js'

/** The server that FORGE listens with: HTTPS where it has a certificate, which may be another one later. */
export function createWebServer(certificate: Certificate | undefined, listener: RequestListener): Server {
  if (!certificate) return createHttp(listener)
  const server = createHttps(certificate.current(), listener)
  certificate.onRenewed((renewed) => server.setSecureContext(renewed))
  return server
}
