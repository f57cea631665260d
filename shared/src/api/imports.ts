import { z } from 'zod'
import { ChatPrompt, Delimiters, TextPrompt } from '../protocol/documents.js'
import { PromptId, Slug } from '../protocol/prompt-id.js'

const Column = z.string().min(1).max(200)

/** Which columns or fields of what is imported are what; left out, they are found by their usual names. */
export const ImportMap = z.strictObject({ id: Column.optional(), title: Column.optional(), text: Column.optional() })
export type ImportMap = z.infer<typeof ImportMap>

/** Answers the plan and changes nothing. */
const dry_run = z.boolean().default(false)

const options = {
  dry_run,
  /** Whether texts are taken literally, under tag marks that don't occur in them, or as templates. */
  as: z.enum(['literal', 'template']).default('literal'),
  /** Words that are put before every id, with a dot between. */
  prefix: PromptId.refine((prefix) => prefix.length <= 32, 'A prefix has 32 characters at most').optional(),
}

/** A text file by its name, which may stand in folders, as `support/welcome.md`; its prompt is `support.welcome`. */
export const ImportFile = z.strictObject({ name: z.string().min(1).max(1_000), text: z.string() })
export type ImportFile = z.infer<typeof ImportFile>

/** What is imported into a draft: the text of a CSV file, of a JSON file, or of Anvil's own export; or text files. */
export const ImportInput = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('csv'), content: z.string(), map: ImportMap.default({}), ...options }),
  z.strictObject({ format: z.literal('json'), content: z.string(), map: ImportMap.default({}), ...options }),
  z.strictObject({ format: z.literal('files'), files: z.array(ImportFile).min(1).max(20_000), ...options }),
  z.strictObject({ format: z.literal('anvil'), content: z.string(), dry_run }),
])
export type ImportInput = z.infer<typeof ImportInput>

/** What an import does with one prompt; `source` is where it stood, such as `line 12`. A refused one may have no id. */
export const ImportRow = z.object({
  source: z.string(),
  id: z.string().nullable(),
  title: z.string().nullable(),
  action: z.enum(['create', 'change', 'same', 'refuse']),
  delimiters: Delimiters.nullable(),
  notes: z.array(z.string()),
})
export type ImportRow = z.infer<typeof ImportRow>

const Count = z.int().nonnegative()

/** What an import did, or would do where it is a dry run; `revision` is the prompt set's after it. */
export const ImportPlan = z.object({
  dry_run: z.boolean(),
  revision: z.int().positive(),
  counts: z.object({ create: Count, change: Count, same: Count, refuse: Count }),
  rows: z.array(ImportRow),
})
export type ImportPlan = z.infer<typeof ImportPlan>

/** What a draft says, for another Anvil or a later day: `anvil` is the format that imports it unchanged. */
export const AnvilExport = z.object({
  format: z.literal('anvil.export'),
  version: z.literal(1),
  prompt_set: z.object({ name: z.string(), slug: Slug, description: z.string() }),
  prompts: z.array(
    z.discriminatedUnion('kind', [
      z.object({ id: PromptId, ...TextPrompt.shape }),
      z.object({ id: PromptId, ...ChatPrompt.shape }),
    ]),
  ),
})
export type AnvilExport = z.infer<typeof AnvilExport>
