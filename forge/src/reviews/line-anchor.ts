import type { BundledPrompt } from '@anvil/shared'
import type { CommentPlace } from '@anvil/shared/api'
import { findRuns } from './find-runs.js'

type Lines = NonNullable<NonNullable<CommentPlace>['lines']>

/** The lines of a text from one to another, counted from 1. */
export interface Range {
  from: number
  to: number
}

/**
 * Where quoted lines are among the lines of a text: where they were, or else at the only other place; undefined where that
 * can't be said.
 */
export function locateLines(lines: readonly string[], { from, to, quote }: Lines): Range | undefined {
  const wanted = quote.split('\n')
  if (wanted.every((line, at) => lines[from - 1 + at] === line)) return { from, to }
  const starts = findRuns(lines, wanted, 2)
  const [start] = starts
  if (start === undefined || starts.length > 1) return undefined
  return { from: start + 1, to: start + wanted.length }
}

/** Whether a text says quoted lines, at one place or several. */
export function saysLines(lines: readonly string[], { quote }: Pick<Lines, 'quote'>): boolean {
  return findRuns(lines, quote.split('\n'), 1).length > 0
}

/** The text that a comment on a prompt is about; undefined where the prompt has none such any more. */
export function textAt(prompt: BundledPrompt | undefined, message: number | null): string | undefined {
  if (prompt?.kind === 'chat') return message === null ? undefined : prompt.messages[message]?.template
  return message === null ? prompt?.template : undefined
}

/** A prompt with another text at the place of a comment. */
export function withTextAt(prompt: BundledPrompt, message: number | null, text: string): BundledPrompt {
  if (prompt.kind === 'text') return { ...prompt, template: text }
  const messages = prompt.messages.map((each, at) => (at === message ? { ...each, template: text } : each))
  return { ...prompt, messages }
}

/** Lines with some of them replaced, as a text; undefined where two of the replacements are about the same line. */
export function replaceLines(
  lines: readonly string[],
  replacements: readonly (Range & { by: string })[],
): string | undefined {
  const parts: string[] = []
  let next = 0
  for (const { from, to, by } of replacements.toSorted((one, other) => one.from - other.from)) {
    if (from - 1 < next) return undefined
    if (from - 1 > next) parts.push(lines.slice(next, from - 1).join('\n'))
    parts.push(by)
    next = to
  }
  if (next < lines.length) parts.push(lines.slice(next).join('\n'))
  return parts.join('\n')
}
