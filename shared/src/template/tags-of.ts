import { AnvilError } from '../errors.js'
import type { Delimiters } from '../protocol/documents.js'
import { DEFAULT_DELIMITERS } from './delimiters.js'
import { delimitersIn, scanTag, type Tag } from './scan-tag.js'

/** The tags of a template in order, as the parser reads them, up to the first that it can't read. */
export function tagsOf(template: string, delimiters: Delimiters | null = null): Tag[] {
  const tags: Tag[] = []
  let marks = delimiters ?? DEFAULT_DELIMITERS
  let at = template.indexOf(marks[0])
  try {
    while (at !== -1) {
      const tag = scanTag(template, at, marks)
      if (tag.kind === '=') marks = delimitersIn(template, tag)
      tags.push(tag)
      at = template.indexOf(marks[0], tag.end)
    }
  } catch (error) {
    if (!(error instanceof AnvilError)) throw error
  }
  return tags
}
