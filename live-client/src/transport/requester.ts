import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'

export interface RequestOptions {
  headers: Record<string, string>
  signal: AbortSignal
  /** What is put there; without it the request is a GET. */
  body?: string
}

/** Sends requests to one address over connections that are kept; bodies arrive as they were sent, no redirect is followed. */
export class Requester {
  readonly #agent: HttpAgent | HttpsAgent
  readonly #isEncrypted: boolean

  constructor(address: string) {
    this.#isEncrypted = new URL(address).protocol === 'https:'
    const options = { keepAlive: true, maxFreeSockets: 4 }
    this.#agent = this.#isEncrypted ? new HttpsAgent(options) : new HttpAgent(options)
  }

  /** The head of the answer; its body is still to be read. */
  send(url: string, { body, ...options }: RequestOptions): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const send = this.#isEncrypted ? requestHttps : requestHttp
      const method = body === undefined ? 'GET' : 'PUT'
      send(url, { ...options, method, agent: this.#agent })
        .on('response', resolve)
        .on('error', reject)
        .end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
