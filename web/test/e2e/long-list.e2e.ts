import { afterAll, beforeAll, expect, it } from 'vitest'
import { importPrompts } from '../support/import-prompts.js'
import { manyPrompts } from '../support/many-prompts.js'
import { openPromptScene, type PromptScene, typeAtEnd } from './support/prompt-scene.js'

const ALL = manyPrompts(1_500)

let scene: PromptScene

beforeAll(async () => {
  scene = await openPromptScene()
  const place = { projectId: scene.project.id, promptSetId: scene.set.id }
  await importPrompts(scene.ada, place, ALL)
})
afterAll(() => scene.close())

it('comes back from a prompt to where a long list was, and reads again only what is in sight', async () => {
  const { page, forge, project, set } = scene
  const last =
    ALL.map(({ id }) => id)
      .toSorted()
      .at(-1) ?? ''
  await page.goto(`${forge.url}/projects/${project.id}/prompts/${set.id}`)
  const row = page.getByRole('link', { name: last, exact: true })
  const scroll = 'window.scrollTo(0, document.documentElement.scrollHeight)'
  await expect
    .poll(async () => {
      await page.evaluate(scroll)
      return row.count()
    })
    .toBe(1)
  await row.click()
  await page.getByRole('heading', { level: 1, name: last }).waitFor()
  await typeAtEnd(page, ' Changed.')
  await page.getByText('Saved', { exact: true }).waitFor()
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname.endsWith('/prompts') && searchParams.has('limit')) asked.push(searchParams.get('cursor') ?? '')
  })
  const isRead = page.waitForResponse((answer) => answer.url().includes('/prompts?limit='))
  await page.goBack()
  await row.waitFor()
  await isRead
  expect(await page.evaluate('window.scrollY')).toBeGreaterThan(10_000)
  await page.evaluate('window.scrollTo(0, 0)')
  await page.getByRole('link', { name: ALL.map(({ id }) => id).toSorted()[0] ?? '', exact: true }).waitFor()
  await expect.poll(() => asked).toContain('')
  expect(asked.length).toBeLessThanOrEqual(6)
})
