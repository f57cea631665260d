import { StatusChange } from '@anvil/shared/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importPrompts } from '../support/import-prompts.js'
import { audit } from './support/audit.js'
import { addBen } from './support/people.js'
import { editorOf, openPromptScene, type PromptScene, typeAtEnd } from './support/prompt-scene.js'
import { lock } from './support/release-scene.js'

const IDS = Array.from({ length: 60 }, (_, at) => `reply.p${String(at).padStart(2, '0')}`)

let scene: PromptScene

beforeAll(async () => {
  scene = await openPromptScene({ width: 1_400 })
  const texts = IDS.map((id, at) => ({ id, text: at % 2 === 0 ? `Even ${at}, {{name}}.` : `Odd ${at}.` }))
  await importPrompts(scene.ada, { projectId: scene.project.id, promptSetId: scene.set.id }, texts)
})
afterAll(() => scene.close())

const nearby = () => scene.page.getByRole('navigation', { name: 'Prompts nearby' })
const links = () => nearby().getByRole('link')
const heading = (id: string) => scene.page.getByRole('heading', { level: 1, name: id }).waitFor()

it('lists the prompts around the one that is written, and goes to the next by a key or a click', async () => {
  const { page, open, stored } = scene
  await open('reply.p30')
  await expect.poll(() => links().allTextContents()).toEqual(IDS.slice(20, 41))
  expect(await nearby().locator('[aria-current="page"]').textContent()).toBe('reply.p30')
  expect(await audit(page)).toEqual([])
  await typeAtEnd(page, ' Mine.')
  await links().filter({ hasText: 'reply.p31' }).press('Enter')
  await heading('reply.p31')
  await expect.poll(() => stored('reply.p30')).toMatchObject({ template: 'Even 30, {{name}}. Mine.' })
  await page.keyboard.press('j')
  await heading('reply.p32')
  await page.keyboard.press('k')
  await heading('reply.p31')
  await editorOf(page).getByText('Odd 31.').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1_400)
})

it('keeps what was looked for in the list from which one came, and on the way back', async () => {
  const { page, forge, project, set } = scene
  await page.goto(`${forge.url}/projects/${project.id}/prompts/${set.id}?q=odd`)
  await page.getByRole('link', { name: 'reply.p05', exact: true }).click()
  await heading('reply.p05')
  await expect.poll(() => links().allTextContents()).toEqual(IDS.filter((_id, at) => at % 2 === 1).slice(0, 21))
  await links().filter({ hasText: 'reply.p03' }).click()
  await heading('reply.p03')
  expect(page.url()).toContain('q=odd')
  await page.getByRole('link', { name: 'Replies' }).first().click()
  expect(await page.getByLabel('Find in ids and texts').inputValue()).toBe('odd')
})

it('folds the list away where there is little room, or the person wants none', async () => {
  const { page, open } = scene
  await open('reply.p30')
  await nearby().getByRole('button', { name: 'Prompts nearby', expanded: true }).press('Enter')
  expect(await links().count()).toBe(0)
  await page.reload()
  await nearby().getByRole('button', { name: 'Prompts nearby', expanded: false }).press('Enter')
  await links().first().waitFor()
  await page.setViewportSize({ width: 320, height: 900 })
  await page.reload()
  await nearby().getByRole('button', { expanded: false }).click()
  await links().filter({ hasText: 'reply.p30' }).waitFor()
  expect(await audit(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
})

it('leads to the one next thing of the set in each of its states', async () => {
  const { page, forge, ada, project, set, open } = scene
  const ben = await addBen(forge, ada)
  const next = (name: string) => page.getByRole('link', { name, exact: true })
  await open('reply.p30')
  await next('Request review …').press('Enter')
  await page.getByRole('button', { name: 'Request review' }).waitFor()
  await ada.request(StatusChange, `/projects/${project.id}/prompt-sets/${set.id}/status`, { status: 'REVIEW' }, 'PUT')
  await open('reply.p30')
  await page.getByText('Waits for Ben').waitFor()
  await next('Open the review').waitFor()
  expect(await audit(page)).toEqual([])
  await ada.request(StatusChange, `/projects/${project.id}/prompt-sets/${set.id}/status`, { status: 'LIVE' }, 'PUT')
  await lock({ ada, ben, projectId: project.id }, set.id)
  await open('reply.p30')
  await next('Publish 1.0.0 …').press('Enter')
  await page.getByRole('heading', { level: 1, name: /Publish/ }).waitFor()
})
