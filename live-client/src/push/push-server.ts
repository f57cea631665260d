import { createServer, type Server } from 'node:http'
import { RECEIVER_PATH } from '@anvil/shared'
import { AnvilError } from '@anvil/shared/errors'
import type { PushHandler } from './push-handler.js'

const ARRIVAL_MS = 30_000

/** A server for pushes alone, which keeps no process alive; a port that can't be had is told and costs nothing else. */
export class PushServer {
  readonly #server: Server
  #closed: Promise<void> | undefined

  constructor(handler: PushHandler) {
    this.#server = createServer({ requestTimeout: ARRIVAL_MS, headersTimeout: ARRIVAL_MS }, (req, res) => {
      if (req.url?.split('?')[0] === RECEIVER_PATH) handler(req, res)
      else res.writeHead(404).end()
    }).unref()
  }

  start(port: number, onFailure: (error: AnvilError) => void): void {
    this.#server.on('error', (cause) => {
      const message = `FORGE's pushes can't be taken at port ${port}: ${cause.message}. Updates come by pulling.`
      onFailure(new AnvilError('port.unusable', message, { cause }))
    })
    this.#server.listen(port)
  }

  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
    return this.#closed
  }
}
