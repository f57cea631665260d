import type { Output } from './output.js'

const ESC = '\u001B'

/** Lines that are drawn over those before them on a terminal; elsewhere they follow after an empty line. */
export class Redrawn {
  readonly #output: Output
  #before: readonly string[] = []

  constructor(output: Output) {
    this.#output = output
  }

  get isPossible(): boolean {
    return this.#output.columns !== undefined
  }

  draw(lines: readonly string[]): void {
    this.#output.raw(`${this.#makeRoom()}${lines.join('\n')}\n`)
    this.#before = lines
  }

  #makeRoom(): string {
    if (this.#before.length === 0) return ''
    const { columns } = this.#output
    if (columns === undefined) return '\n'
    const rows = this.#before.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0)
    return `${ESC}[${rows}A${ESC}[J`
  }
}
