import { AnvilError } from '@anvil/shared'
import type { Prompt } from '@anvil/shared/api'
import { vi } from 'vitest'
import { type Aside, AsideCopies } from '../../src/features/prompts/aside-copies.js'
import { type Content, contentOf } from '../../src/features/prompts/content.js'
import { LocalCopies } from '../../src/features/prompts/local-copy.js'
import { PromptKeeper } from '../../src/features/prompts/prompt-keeper.js'
import { TestStorage } from './test-storage.js'
import { TestTabs } from './test-tab.js'

/** Whose text of which prompt a keeper keeps. */
export const KEY = { userId: 'ada', promptSetId: 'onboarding', promptId: 'welcome' }

/** A text prompt as FORGE answers it. */
export const prompt = (template: string, revision = 1): Prompt => ({
  id: 'welcome',
  prompt_set_id: '00000000-0000-4000-8000-000000000001',
  created_at: '2026-11-21T12:00:00Z',
  kind: 'text',
  template,
  delimiters: null,
  variables: {},
  metadata: {},
  revision,
  etag: `"${revision}"`,
  updated_at: '2026-11-21T12:00:00Z',
  updated_by: null,
  problems: [],
})
/** A declared variable. */
export const tone = { type: 'string', required: false, default: 'warm', description: 'How it sounds' } as const
/** The content of a text prompt. */
export const text = (template: string): Content => contentOf(prompt(template))

/** A keeper of "Hello" over a FORGE whose answers the test gives, one by one. */
export function openKeeper(
  storage: Storage = new TestStorage(),
  stored = prompt('Hello'),
  page = new Map<string, Aside>(),
) {
  const put = vi.fn<(content: Content, etag: string) => Promise<Prompt>>()
  const read = vi.fn<() => Promise<Prompt>>()
  const copies = new LocalCopies(storage, KEY, new TestTabs().open())
  const asides = new AsideCopies(storage, KEY, page)
  const keeper = new PromptKeeper(stored, { copies, asides, put, read })
  const says = () => templateOf(keeper.get().content)
  const stands = () => keeper.get().standing.is
  return { keeper, put, read, says, stands, storage, page }
}

const templateOf = (content: Content) => (content.kind === 'text' ? content.template : '')

/** An answer that the test gives later. */
export function held() {
  let resolve: (answer: Prompt) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<Prompt>((take, refuse) => {
    resolve = take
    reject = refuse
  })
  return { promise, resolve, reject }
}

/** Goes on with the text that was set aside last. */
export function bringBack(keeper: PromptKeeper): void {
  const [aside] = keeper.get().asides
  if (aside) keeper.bringBack(aside)
}

/** A keeper that met what somebody else wrote. */
export async function inConflict(storage?: Storage, theirs = prompt('Theirs', 2)) {
  const scene = openKeeper(storage)
  scene.put.mockRejectedValueOnce(new AnvilError('request.precondition_failed', 'Changed.'))
  scene.read.mockResolvedValueOnce(theirs)
  scene.keeper.change(text('Mine'))
  await scene.keeper.flush()
  return scene
}
