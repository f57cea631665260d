import { z } from 'zod'

const PATTERN = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/
const MAX_LENGTH = 128

/** Whether a text may be the id of a prompt: dotted ASCII words, 128 characters at most, and no name that every object has. */
export function isPromptId(text: string): boolean {
  return text.length <= MAX_LENGTH && PATTERN.test(text) && !(text in Object.prototype)
}

/** The id of a prompt, such as `welcome.message`. */
export const PromptId = z.string().refine(isPromptId, {
  error: `A prompt's id is made of letters, digits, "_" and "-" in words joined by dots, ${MAX_LENGTH} characters at most, such as welcome.message`,
})

/** A short name in an address or a file: lower-case letters, digits and hyphens. */
export const Slug = z
  .string()
  .max(64)
  .regex(
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    'A slug is made of lower-case letters and digits, with single hyphens between them',
  )
