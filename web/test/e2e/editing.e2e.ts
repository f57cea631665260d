import { Prompt } from '@anvil/shared/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { addBen } from './support/people.js'
import { openPromptScene, type PromptScene, typeAtEnd } from './support/prompt-scene.js'
import { lock, write } from './support/release-scene.js'

let scene: PromptScene

beforeAll(async () => {
  scene = await openPromptScene()
})
afterAll(() => scene.close())

const options = () => scene.page.getByRole('listbox', { name: 'Completions' }).getByRole('option')
const saved = () => scene.page.getByText('Saved', { exact: true }).waitFor()

it('completes variables, sections and the ids of what may be included, by keyboard alone', async () => {
  const { page, forge, ada, project, make, open, stored } = scene
  const ben = await addBen(forge, ada)
  const desk = { ada, ben, projectId: project.id }
  await lock(desk, await write(desk, 'Rules', { 'shared.rules': 'Be kind.' }))
  await write(desk, 'New', { 'shared.never.locked': 'Not yet.' })
  for (let count = 0; count < 120; count++) {
    await ada.request(Prompt, scene.pathOf('').slice(0, -1), {
      id: `many.p${count}`,
      kind: 'text',
      template: 'One of many',
    })
  }
  await make('shared.own', { kind: 'text', template: 'Own.' })
  await make('complete', { kind: 'text', template: '{{#items}}{{price}}{{/items}} {{name}}' })
  await open('complete')
  await typeAtEnd(page, ' {{> share')
  await page.keyboard.type('d')
  await options().filter({ hasText: 'shared.own' }).waitFor()
  expect((await options().allTextContents()).toSorted()).toEqual(['shared.own', 'shared.rulesRules'])
  expect(await audit(page)).toEqual([])
  await page.keyboard.type('.r')
  await expect.poll(() => options().allTextContents()).toEqual(['shared.rulesRules'])
  await page.keyboard.press('Enter')
  await page.keyboard.type('}} {{#many')
  await page.keyboard.press('Escape')
  await page.keyboard.type('}} {{')
  await options().filter({ hasText: 'price' }).waitFor()
  await page.keyboard.type('/')
  await expect.poll(() => options().allTextContents()).toEqual(['many'])
  await page.keyboard.press('Enter')
  await page.keyboard.type('}} {{> many.p11')
  await options().filter({ hasText: 'many.p119' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.type('9}}')
  await saved()
  const text = '{{#items}}{{price}}{{/items}} {{name}} {{> shared.rules}} {{#many}} {{/many}} {{> many.p119}}'
  await expect.poll(() => stored('complete')).toMatchObject({ template: text })
})

it('reads nothing of a prompt again that it saved itself, and what somebody else saved at once', async () => {
  const { page, make, open, writeOver, project, set } = scene
  await make('own.save', { kind: 'text', template: 'Begin.' })
  await open('own.save')
  await page.getByText('No prompt includes this one.').waitFor()
  const asked: string[] = []
  page.on('request', (request) => request.method() === 'GET' && asked.push(new URL(request.url()).pathname))
  const path = `/api/v1/projects/${project.id}/prompt-sets/${set.id}`
  const setIsRead = page.waitForResponse(
    (answer) => new URL(answer.url()).pathname === path && answer.request().method() === 'GET',
  )
  await typeAtEnd(page, ' Mine.')
  await saved()
  await setIsRead
  expect(asked.filter((address) => address.startsWith(`${path}/prompts`))).toEqual([])
  await writeOver('own.save', { kind: 'text', template: 'Theirs.' })
  await page.getByText('Theirs.').first().waitFor()
  expect(asked).toContain(`${path}/prompts/own.save`)
  await expect.poll(() => asked).toContain(`${path}/prompts/own.save/used-by`)
})
