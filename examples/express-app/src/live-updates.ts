import type { Response } from 'express'

/** The browsers that look at the page, reached by server-sent events. */
export class LiveUpdates {
  readonly #open = new Set<Response>()

  /** Keeps an answer open; it gets every later text. */
  add(res: Response): void {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    res.write('retry: 1000\n\n')
    this.#open.add(res)
    res.once('close', () => this.#open.delete(res))
  }

  /** Sends a text to all; a browser takes CR and CRLF for the end of a line too. */
  send(text: string): void {
    const event = `${text
      .split(/\r\n|\r|\n/)
      .map((line) => `data: ${line}\n`)
      .join('')}\n`
    for (const res of this.#open) res.write(event)
  }

  close(): void {
    for (const res of this.#open) res.end()
  }
}
