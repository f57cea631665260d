import { once } from 'node:events'
import { request, type IncomingMessage, type Server } from 'node:http'
import { createServer } from 'node:https'
import { connect } from 'node:net'
import { readFile } from 'node:fs/promises'
import type { CertificateFiles } from './certificate.js'

/** A proxy with TLS, as people put one in front of FORGE: addresses go through as they are, and it says for whom it asks. */
export interface ReverseProxy {
  port: number
  /** Where it passes what it gets. */
  to: (port: number) => void
  close: () => void
}

/** Starts one at a free port. */
export async function reverseProxy(certificate: CertificateFiles): Promise<ReverseProxy> {
  let target = 0
  const pair = { cert: await readFile(certificate.cert), key: await readFile(certificate.key) }
  const headersOf = (req: IncomingMessage): IncomingMessage['headers'] => {
    const from = [req.headers['x-forwarded-for'] ?? [], req.socket.remoteAddress ?? ''].flat().join(', ')
    return { ...req.headers, 'x-forwarded-for': from, 'x-forwarded-proto': 'https' }
  }
  const server: Server = createServer(pair, (req, res) => {
    const passed = { port: target, path: req.url, method: req.method, headers: headersOf(req) }
    const inside = request({ host: '127.0.0.1', ...passed }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    })
    inside.on('error', () => res.destroy())
    req.pipe(inside)
  })
  server.on('upgrade', (req, outside, head) => {
    const inside = connect(target, '127.0.0.1')
    const lines = Object.entries(headersOf(req)).map(([name, value]) => `${name}: ${String(value)}`)
    inside.write([`GET ${req.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
    inside.write(head)
    outside.pipe(inside).pipe(outside)
    for (const end of [inside, outside]) end.on('error', () => [inside, outside].forEach((each) => each.destroy()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    to: (port) => (target = port),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
