import { type Project, Prompt, PromptSet, requestForge } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import type { BrowserOptions } from './browser.js'
import { type Actor, firstAdmin, newProject, signIn } from './people.js'
import { openForge, type OpenForge } from './serve-page.js'
import { visit, type Visit } from './visit.js'

/** A FORGE with one prompt set, and its first admin in a browser. */
export interface PromptScene extends Visit {
  forge: OpenForge
  ada: Actor & { token: string }
  project: Project
  set: PromptSet
  newSet: (name: string) => Promise<PromptSet>
  /** The address of a prompt below the API. */
  pathOf: (id: string, setId?: string) => string
  stored: (id: string, setId?: string) => Promise<Prompt>
  /** Makes a prompt, where there is something to write. */
  make: (id: string, body: object, setId?: string) => Promise<Prompt>
  /** Writes a prompt as somebody else would, over what there is. */
  writeOver: (id: string, body: object) => Promise<void>
  /** Opens a prompt. */
  open: (id: string, setId?: string) => Promise<void>
}

/** Starts FORGE, makes a prompt set, and signs its first admin in. */
export async function openPromptScene(options: BrowserOptions = {}): Promise<PromptScene> {
  const forge = await openForge()
  const ada = await firstAdmin(forge)
  const project = await newProject(ada)
  const newSet = (name: string) => ada.request(PromptSet, `/projects/${project.id}/prompt-sets`, { name })
  const set = await newSet('Replies')
  const seen = await visit(forge.url, options)
  await signIn(seen.page, ada.email)
  await seen.page.getByRole('button', { name: /^You: Ada/ }).waitFor()
  const pathOf = (id: string, setId = set.id) => `/projects/${project.id}/prompt-sets/${setId}/prompts/${id}`
  const stored = (id: string, setId = set.id) => ada.request(Prompt, pathOf(id, setId))
  return {
    ...seen,
    forge,
    ada,
    project,
    set,
    newSet,
    pathOf,
    stored,
    make: (id, body, setId) => ada.request(Prompt, pathOf('', setId).slice(0, -1), { id, ...body }),
    writeOver: async (id, body) => {
      const { etag } = await stored(id)
      const sent = { path: pathOf(id), method: 'PUT', body, headers: { 'If-Match': etag } } as const
      await requestForge({ url: forge.url, token: ada.token }, Prompt, sent)
    },
    open: async (id, setId = set.id) => {
      await seen.page.goto(`${forge.url}/projects/${project.id}/prompts/${setId}/edit/${id}`)
      await seen.page.getByRole('heading', { level: 1, name: id }).waitFor()
      await seen.page.getByRole('heading', { name: 'Tag marks' }).waitFor()
    },
    close: async () => {
      await seen.close()
      await forge.close()
    },
  }
}

/** The editor of a text prompt. */
export const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Text of the prompt' })

/** Types at the end of a text prompt. */
export async function typeAtEnd(page: Page, text: string): Promise<void> {
  await editorOf(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(text)
}

/** Has something happen elsewhere after the person wrote here and before it is saved. */
export async function beforeItIsSaved(
  page: Page,
  writing: () => Promise<void>,
  elsewhere: () => Promise<unknown>,
): Promise<void> {
  await page.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await writing()
  await page.getByText(/^Offline: /).waitFor()
  await elsewhere()
  await page.unroute('**/api/**')
}
