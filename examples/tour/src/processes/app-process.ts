import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Message, type Question, RenderedAnswer, StatusAnswer } from '../app/messages.js'
import { until } from '../until.js'
import { childEnvironment } from './child-environment.js'
import { appProgram } from './programs.js'

const START_MS = 60_000
const ANSWER_MS = 30_000

/** A question without its number. */
type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, 'number'> : never) : never

/** An application with a LIVE client, in a process and with a cache folder of its own. */
export class AppProcess {
  readonly name: string
  readonly cacheDir: string
  #child: ChildProcess | undefined
  #messages: Message[] = []
  #asked = 0

  constructor(name: string, cacheDir: string) {
    this.name = name
    this.cacheDir = cacheDir
  }

  /** Starts the application with this environment, and waits until `start()` of its client came back. */
  async start(inherited: Readonly<Record<string, string | undefined>>, own: Record<string, string>): Promise<void> {
    const env = childEnvironment(inherited, { ...own, ANVIL_CACHE_DIR: this.cacheDir, ANVIL_APP: this.name })
    const child = fork(appProgram(), { env })
    this.#child = child
    this.#messages = []
    child.on('message', (message) => this.#messages.push(Message.parse(message)))
    await this.#heard('its client started', START_MS, (message) => (message.tell === 'started' ? true : undefined))
  }

  async render(id: string, variables: Record<string, unknown>): Promise<RenderedAnswer> {
    return RenderedAnswer.parse(await this.#ask({ ask: 'render', id, variables }))
  }

  async status(): Promise<StatusAnswer> {
    return StatusAnswer.parse(await this.#ask({ ask: 'status' }))
  }

  /** When this sequence was swapped in, in milliseconds of the wall clock. */
  changedTo(sequence: number): Promise<number> {
    return this.#heard(`it runs sequence ${sequence}`, START_MS, (message) =>
      message.tell === 'changed' && message.position.sequence === sequence ? message.at : undefined,
    )
  }

  /** The code with which it refused something. */
  refused(): Promise<string> {
    return this.#heard('it refused something', START_MS, (message) =>
      message.tell === 'rejected' ? message.code : undefined,
    )
  }

  /** The lines of its client's log since it started. */
  get lines(): string[] {
    return this.#messages.flatMap((message) => (message.tell === 'line' ? [message.line] : []))
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end((child) => child.kill('SIGKILL'))
  }

  async close(): Promise<void> {
    await this.#end((child) => child.disconnect())
  }

  async #end(by: (child: ChildProcess) => void): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null) return
    const ended = once(child, 'exit')
    by(child)
    await ended
  }

  async #ask(asked: Asked): Promise<unknown> {
    const number = ++this.#asked
    const question: Question = { ...asked, number }
    this.#child?.send(question)
    const answer = await this.#heard(`it answers ${asked.ask}`, ANSWER_MS, (message) =>
      message.tell === 'answer' && message.number === number ? message : undefined,
    )
    return answer.value
  }

  #heard<T>(what: string, limitMs: number, find: (message: Message) => T | undefined): Promise<T> {
    return until(`the ${this.name} application: ${what}`, limitMs, async () => {
      if (this.#child?.exitCode !== null) throw new Error(`The ${this.name} application ended by itself`)
      for (const message of this.#messages) {
        const found = find(message)
        if (found !== undefined) return found
      }
      return undefined
    })
  }
}
