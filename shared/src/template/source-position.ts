/** Where something stands in a template, both counted from 1; columns in UTF-16 units. */
export interface SourcePosition {
  readonly line: number
  readonly column: number
}

/** The line and column of an offset. */
export function positionOf(template: string, offset: number): SourcePosition {
  let line = 1
  let lineStart = 0
  for (let at = template.indexOf('\n'); at !== -1 && at < offset; at = template.indexOf('\n', at + 1)) {
    line += 1
    lineStart = at + 1
  }
  return { line, column: offset - lineStart + 1 }
}
