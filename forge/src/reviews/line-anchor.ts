import type { BundledPrompt } from '@anvil/shared'
import type { CommentPlace } from '@anvil/shared/api'

type Lines = NonNullable<NonNullable<CommentPlace>['lines']>

/** The lines of a text from one to another, counted from 1. */
export interface Range {
  from: number
  to: number
}

/** Where quoted lines are in a text: where they were, or else at the only other place; undefined where that can't be said. */
export function locateLines(text: string, { from, to, quote }: Lines): Range | undefined {
  const lines = text.split('\n')
  const wanted = quote.split('\n')
  const isAt = (start: number): boolean => wanted.every((line, at) => lines[start + at] === line)
  if (isAt(from - 1)) return { from, to }
  const starts = lines.flatMap((_, start) => (isAt(start) ? [start] : []))
  const [start] = starts
  if (start === undefined || starts.length > 1) return undefined
  return { from: start + 1, to: start + wanted.length }
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

/** A text with some of its lines replaced; undefined where two of the replacements are about the same line. */
export function replaceLines(text: string, replacements: readonly (Range & { by: string })[]): string | undefined {
  const lines = text.split('\n')
  let below = Infinity
  for (const { from, to, by } of replacements.toSorted((one, other) => other.from - one.from)) {
    if (to >= below) return undefined
    lines.splice(from - 1, to - from + 1, ...by.split('\n'))
    below = from
  }
  return lines.join('\n')
}
