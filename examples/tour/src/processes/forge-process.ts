import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { childEnvironment } from './child-environment.js'
import { forgeProgram } from './programs.js'
import { until } from '../until.js'

const START_MS = 120_000

/** A FORGE in a process of its own, on its own data folder; it keeps its port over restarts. */
export class ForgeProcess {
  #dataDir: string
  readonly #command: readonly string[] | undefined
  #child: ChildProcess | undefined
  #lines: string[] = []
  #url: string | undefined

  /** `command` is what Node runs as FORGE, where it is not the installed package's. */
  constructor(dataDir: string, command?: readonly string[]) {
    this.#dataDir = dataDir
    this.#command = command
  }

  get dataDir(): string {
    return this.#dataDir
  }

  /** Lets the next start take another data folder, at the same address. */
  moveTo(dataDir: string): void {
    this.#dataDir = dataDir
  }

  get url(): string {
    if (this.#url === undefined) throw new Error('FORGE was not started yet')
    return this.#url
  }

  /** Starts FORGE, and waits until it serves. */
  async start(inherited: Readonly<Record<string, string | undefined>>): Promise<void> {
    const port = this.#url === undefined ? '0' : new URL(this.#url).port
    const env = childEnvironment(inherited, { PORT: port, ANVIL_DATA_DIR: this.#dataDir })
    const child = spawn(process.execPath, this.#command ?? [...process.execArgv, forgeProgram()], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#lines = []
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => this.#lines.push(line))
    this.#url = await this.#said('FORGE is at its address', /FORGE is at (https?:[^"\s]+)/)
  }

  /** The one-time code of the first start. */
  setupCode(): Promise<string> {
    return this.#said('FORGE printed its setup code', /with the code ([\w-]+)/)
  }

  /** Ends FORGE as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  #said(what: string, pattern: RegExp): Promise<string> {
    return until(what, START_MS, async () => {
      if (this.#child?.exitCode !== null) throw new Error(`FORGE ended: ${this.#lines.join('\n')}`)
      return pattern.exec(this.#lines.join('\n'))?.[1]
    })
  }
}
