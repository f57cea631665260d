import type { TextNode } from './template-ast.js'

/**
 * The text of neighbouring pieces. Pieces that touch become one slice of the template, which shares its characters;
 * others are joined flat. What `+` builds would be walked again at each render.
 */
export function textBetween(template: string, pieces: readonly TextNode[]): string {
  const texts: string[] = []
  let from = 0
  let to = 0
  for (const { start, end } of pieces) {
    if (start === end) continue
    if (start !== to) {
      texts.push(template.slice(from, to))
      from = start
    }
    to = end
  }
  texts.push(template.slice(from, to))
  return texts.join('')
}
