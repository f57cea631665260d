import { z } from 'zod'
import { ChatPrompt, Delimiters, TextPrompt, VariableType } from '../protocol/documents.js'
import { PromptId } from '../protocol/prompt-id.js'
import { Person } from './person.js'

/** A declared variable; left out, it is a required string without a default. */
export const VariableInput = z
  .strictObject({
    type: VariableType.default('string'),
    required: z.boolean().default(true),
    default: z.unknown().default(null),
    description: z.string().max(2_000).default(''),
    values: z.array(z.string()).min(1).max(1_000).optional(),
  })
  .refine(({ type, values }) => (type === 'enum') === (values !== undefined), {
    error: 'An enum lists its `values`, and nothing else does',
  })
export type VariableInput = z.infer<typeof VariableInput>

const VariableName = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => !(name in Object.prototype), 'No variable may have a name that every object has')

const fields = {
  delimiters: Delimiters.nullable().default(null),
  /** Left out, the variables are read from the template: names declared before keep their declaration, new ones are required strings. */
  variables: z.record(VariableName, VariableInput).optional(),
  metadata: z.record(z.string(), z.unknown()).default({}),
}

export const MessageInput = z.strictObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  template: z.string(),
})

/** What a person writes: a text, or the messages of a chat. */
export const PromptInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), template: z.string(), ...fields }),
  z.strictObject({ kind: z.literal('chat'), messages: z.array(MessageInput).min(1).max(1_000), ...fields }),
])
export type PromptInput = z.infer<typeof PromptInput>

/** A new prompt, with its id. */
export const CreatePromptInput = z.discriminatedUnion('kind', [
  PromptInput.options[0].extend({ id: PromptId }),
  PromptInput.options[1].extend({ id: PromptId }),
])
export type CreatePromptInput = z.infer<typeof CreatePromptInput>

/** Prompts by their id, put into the draft together; others of the set stay as they are. */
export const PutPromptsInput = z.strictObject({
  prompts: z
    .record(PromptId, PromptInput)
    .refine((prompts) => Object.keys(prompts).length > 0, 'Name at least one prompt'),
})
export type PutPromptsInput = z.infer<typeof PutPromptsInput>

/** A finding about a template; `message_index` counts the messages of a chat from 0. An error keeps the draft from being locked. */
export const PromptProblem = z.object({
  code: z.string(),
  message: z.string(),
  line: z.int(),
  column: z.int(),
  severity: z.enum(['error', 'warning']),
  message_index: z.int().optional(),
})
export type PromptProblem = z.infer<typeof PromptProblem>

const record = {
  id: PromptId,
  prompt_set_id: z.uuid(),
  revision: z.int().positive(),
  etag: z.string(),
  problems: z.array(PromptProblem),
  created_at: z.string(),
  updated_at: z.string(),
  updated_by: Person.nullable(),
}

/** A prompt of a draft, with what is wrong with it; send `etag` as `If-Match` to change it. */
export const Prompt = z.discriminatedUnion('kind', [
  z.object({ ...TextPrompt.shape, ...record }),
  z.object({ ...ChatPrompt.shape, ...record }),
])
export type Prompt = z.infer<typeof Prompt>

/** Some prompts of a draft: `q` is in their ids or templates; `under` is a branch of ids: `a` has `a` itself and `a.b`. */
export const PromptFilter = z.strictObject({ q: z.string().max(200).optional(), under: PromptId.optional() })
export type PromptFilter = z.infer<typeof PromptFilter>

/** `cursor` is the `next_cursor` of the page before; with `around` the page has that prompt in its middle. */
export const PromptQuery = z.object({
  ...PromptFilter.shape,
  cursor: PromptId.optional(),
  around: PromptId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type PromptQuery = z.infer<typeof PromptQuery>

/** Prompts in order of their ids, of `count` that were found; `revision` is the prompt set's; `next_cursor` is null at the end. */
export const PromptPage = z.object({
  prompts: z.array(Prompt),
  count: z.int().nonnegative(),
  revision: z.int().positive(),
  next_cursor: z.string().nullable(),
})
export type PromptPage = z.infer<typeof PromptPage>

/** What a put of several prompts did. */
export const PutPromptsResult = z.object({
  revision: z.int().positive(),
  created: z.array(PromptId),
  changed: z.array(PromptId),
  unchanged: z.array(PromptId),
  problems: z.record(z.string(), z.array(PromptProblem)),
})
export type PutPromptsResult = z.infer<typeof PutPromptsResult>
