import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { BundledPrompt, ChatMessage, parse, PromptId } from '@anvil/shared'
import { z } from 'zod'

const FOLDER = fileURLToPath(new URL('../prompts', import.meta.url))

const Lines = z.array(z.string()).transform((lines) => lines.join('\n'))

/** The data files hold texts as lists of lines, which read and compare better. */
const DemoPrompt = z
  .looseObject({
    id: PromptId,
    template: Lines.optional(),
    messages: z.array(ChatMessage.extend({ template: Lines })).optional(),
    example: z.record(z.string(), z.unknown()),
  })
  .transform(({ id, example, ...prompt }) => ({ id, example, prompt: parse(BundledPrompt, withoutUndefined(prompt)) }))

/** One demo prompt, with values to try it with. */
export type DemoPrompt = z.infer<typeof DemoPrompt>

export interface DemoPromptSet {
  slug: string
  name: string
  description: string
  prompts: DemoPrompt[]
}

/** Both demo prompt sets; the one that the other includes from comes first. */
export async function loadDemoPromptSets(): Promise<DemoPromptSet[]> {
  return [
    {
      slug: 'shared',
      name: 'Shared',
      description: 'Manner, safety and format: texts that other prompts include.',
      prompts: await loadFolder('shared'),
    },
    {
      slug: 'support-desk',
      name: 'Support desk',
      description: 'What the support desk of an outdoor shop runs on.',
      prompts: await loadFolder('support-desk'),
    },
  ]
}

async function loadFolder(name: string): Promise<DemoPrompt[]> {
  const folder = path.join(FOLDER, name)
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))
  return texts.flatMap((text) => parse(z.array(DemoPrompt), JSON.parse(text)))
}

function withoutUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined))
}
