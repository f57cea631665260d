import type { Prompt, PromptInput } from '@anvil/shared/api'
import { PromptInput as ContentSchema } from '@anvil/shared/api'
import { AnvilError, type Variables } from '@anvil/shared'
import { type IncludeSource, type TemplateVariable, variablesOf } from '@anvil/shared/template'

/** What a person writes of a prompt. */
export type Content = PromptInput

type Sources = Readonly<Record<string, IncludeSource>>

/** What is written of a prompt that came from FORGE. */
export function contentOf(prompt: Prompt): Content {
  const { delimiters, variables, metadata } = prompt
  const more = { delimiters, variables, metadata }
  return ContentSchema.parse(
    prompt.kind === 'text'
      ? { kind: 'text', template: prompt.template, ...more }
      : { kind: 'chat', messages: prompt.messages.map(({ role, template }) => ({ role, template })), ...more },
  )
}

/** Whether two contents say the same. */
export const isSame = (one: Content, other: Content): boolean => canonical(one) === canonical(other)

const canonical = (content: Content): string =>
  JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )

/** The templates of a prompt: of a text one, of a chat one a message. */
export const templatesOf = (content: Content): string[] =>
  content.kind === 'text' ? [content.template] : content.messages.map(({ template }) => template)

/** What a content says, its messages one after the other. */
export const textOf = (content: Content): string =>
  content.kind === 'text'
    ? content.template
    : content.messages.map(({ role, template }) => `${role}:\n${template}`).join('\n\n')

const LARGE = 16_000

/** Whether reading all of a content at each key would be felt. */
export const isLarge = (content: Content): boolean =>
  templatesOf(content).reduce((length, template) => length + template.length, 0) > LARGE

/** The names that a prompt uses, with includes also those of these; undefined while a template of it can't be read. */
export function usedIn(content: Content, includes: Sources = {}): TemplateVariable[] | undefined {
  const { delimiters } = content
  try {
    return templatesOf(content).flatMap((template) => variablesOf(template, { delimiters, includes }))
  } catch (error) {
    if (error instanceof AnvilError) return undefined
    throw error
  }
}

/**
 * A content whose new names are declared: each that every render needs, as a string, or as an object where steps into it
 * are used. What `known` declares stays, so that a text that is cut to be put elsewhere takes no declaration with it.
 */
export function declareUsed(content: Content, known: Variables): Content {
  const used = usedIn(content)
  if (!used) return content
  const fresh = used
    .filter((variable) => isDeclaredAnew(variable) && !Object.hasOwn(known, variable.name))
    .map(({ name, use }) => [name, { type: typeFor(use), required: true, default: null, description: '' }] as const)
  return ContentSchema.parse({ ...content, variables: { ...known, ...Object.fromEntries(fresh) } })
}

/** Whether a name is declared by being used. */
export const isDeclaredAnew = ({ name, required }: TemplateVariable): boolean => required && isDeclarable(name)

const typeFor = (use: TemplateVariable['use']) => (use === 'object' ? 'object' : 'string')

const isDeclarable = (name: string): boolean =>
  /^[\p{L}\p{M}\p{N}_-]{1,200}$/u.test(name) && !(name in Object.prototype)
