import type { IncludeNode, TextNode } from './template-ast.js'

const NOT_SPACE = /\S/

/**
 * Follows one line of a template: where it holds tags of structure and nothing else but white space, the line
 * vanishes, its end included. A line ends at a line feed in the text, not at one inside a tag.
 */
export class StandaloneLine {
  readonly #template: string
  #spaces: TextNode[] = []
  #include: IncludeNode | undefined
  #tags = 0
  #isTaken = false

  constructor(template: string) {
    this.#template = template
  }

  /** Takes text that stands on this line. */
  addText(text: TextNode): void {
    if (this.#isTaken) return
    const content = this.#template.slice(text.start, text.end)
    if (NOT_SPACE.test(content)) this.#isTaken = true
    else this.#spaces.push(text)
  }

  /** Takes a tag that renders text, so that the line stays. */
  addVariable(): void {
    this.#tags += 1
    this.#isTaken = true
  }

  /** Takes a tag of structure; an include that comes first is indented as far as it stands in. */
  addTag(include?: IncludeNode): void {
    if (this.#tags === 0) this.#include = include
    this.#tags += 1
  }

  /** Ends the line and begins the next. */
  end(): void {
    if (this.#tags > 0 && !this.#isTaken) this.#remove()
    this.#spaces = []
    this.#include = undefined
    this.#tags = 0
    this.#isTaken = false
  }

  #remove(): void {
    const [first] = this.#spaces
    if (this.#include && first && first.start < this.#include.at) {
      this.#include.indent = this.#template.slice(first.start, first.end).replaceAll(/[^ \t]/g, '')
    }
    for (const space of this.#spaces) space.end = space.start
  }
}
