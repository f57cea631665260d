import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import { AnvilError } from '@anvil/shared/errors'
import type { Terminal } from './terminal.js'

interface Waiting {
  take: (answer: string) => void
  fail: (error: AnvilError) => void
}

/** Asks one question after the other. Lines that were typed or pasted ahead answer the questions to come. */
export class Questions {
  readonly #output: Writable
  readonly #reader: Interface
  readonly #typed: string[] = []
  #waiting: Waiting | undefined
  #echoes = false
  #ended: boolean

  constructor({ input, output }: Terminal) {
    this.#output = output
    this.#ended = input.readableEnded
    const echo = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (this.#echoes) output.write(chunk)
        done()
      },
    })
    this.#reader = createInterface({ input, output: echo, terminal: true, historySize: 0 })
    this.#reader.on('line', (line) => this.#onLine(line.trim()))
    this.#reader.on('close', () => this.#onEnd())
    this.#reader.on('SIGINT', () => process.emit('SIGINT'))
  }

  /** What a person answers; a secret is not echoed. Throws `command.cancelled` where the input ends before. */
  async ask(question: string, { secret = false } = {}): Promise<string> {
    const typed = this.#typed.shift()
    if (typed !== undefined) {
      this.#output.write(`${question}${secret ? '' : typed}\n`)
      return typed
    }
    if (this.#ended) throw cancelled()
    if (secret) this.#output.write(question)
    this.#echoes = !secret
    this.#reader.setPrompt(secret ? '' : question)
    this.#reader.prompt(true)
    const answer = new Promise<string>((take, fail) => (this.#waiting = { take, fail }))
    return answer.finally(() => (secret ? this.#output.write('\n') : undefined))
  }

  close(): void {
    this.#reader.close()
  }

  #onLine(line: string): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    this.#echoes = false
    if (waiting) waiting.take(line)
    else this.#typed.push(line)
  }

  #onEnd(): void {
    this.#ended = true
    this.#waiting?.fail(cancelled())
  }
}

function cancelled(): AnvilError {
  return new AnvilError('command.cancelled', 'The input ended before the last answer. Nothing was changed.')
}
