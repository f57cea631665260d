import { AnvilError, type BundledPrompt, LIMITS } from '@anvil/shared'
import type { PromptInput } from '@anvil/shared/api'
import { canonicalText } from '@anvil/shared/bundle'
import { inferVariables } from './infer-variables.js'

const LEVELS_AROUND = 2

/** What a person wrote, in the form it has in a bundle; `before` is what the prompt said until now. */
export function contentOf(input: PromptInput, before?: BundledPrompt): BundledPrompt {
  const { delimiters, metadata } = input
  const templates = input.kind === 'text' ? [input.template] : input.messages.map((message) => message.template)
  requireSize(templates)
  const variables = input.variables ?? inferVariables({ templates, delimiters }, before?.variables ?? {})
  const content: BundledPrompt =
    input.kind === 'text'
      ? { kind: 'text', template: input.template, delimiters, variables, metadata }
      : { kind: 'chat', messages: input.messages, delimiters, variables, metadata }
  canonicalText(content, LIMITS.jsonDepth - LEVELS_AROUND)
  return content
}

/** Whether two prompts say the same. */
export function isSame(one: BundledPrompt, other: BundledPrompt): boolean {
  return canonicalText(one) === canonicalText(other)
}

function requireSize(templates: readonly string[]): void {
  const longest = Math.max(...templates.map((template) => template.length))
  if (longest <= LIMITS.templateCharacters) return
  throw new AnvilError(
    'request.too_large',
    `The template has ${longest} characters; at most ${LIMITS.templateCharacters} can be stored. Split it.`,
    { details: { characters: longest, limit: LIMITS.templateCharacters } },
  )
}
