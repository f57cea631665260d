import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { beforeItIsSaved, editorOf, openPromptScene, type PromptScene, typeAtEnd } from './support/prompt-scene.js'

const BEGIN = 'Be kind.\nBe brief.\nSign as {{name}}.'

let scene: PromptScene

beforeAll(async () => {
  scene = await openPromptScene()
})
afterAll(() => scene.close())

const conflict = () => scene.page.getByRole('heading', { name: /changed this prompt while you were writing/ })
const row = (title: string) => scene.page.getByRole('group', { name: title, exact: true })
const save = () => scene.page.getByRole('button', { name: 'Save the merged text' })

/** Meets in a prompt what somebody else wrote of it while one's own addition was not saved. */
async function meet(id: string, own: string, theirs: object): Promise<void> {
  const { page, make, open, writeOver } = scene
  await make(id, { kind: 'text', template: BEGIN })
  await open(id)
  await beforeItIsSaved(
    page,
    () => typeAtEnd(page, own),
    () => writeOver(id, theirs),
  )
  await conflict().waitFor()
}

it('merges by itself what each changed alone, with what only they changed beside the text, by keyboard alone', async () => {
  const { page, stored } = scene
  await meet('merge.alone', ' Thank them.', {
    kind: 'text',
    template: BEGIN.replace('Be kind', 'Be warm'),
    metadata: { model: 'two' },
  })
  await row('difference 1 of 2').getByText('Only they changed this').waitFor()
  await row('difference 2 of 2').getByText('Only you changed this').waitFor()
  expect(await row('difference 1 of 2').getByRole('radio', { name: 'Theirs' }).isChecked()).toBe(true)
  await page.locator('summary').filter({ hasText: 'Show the merged text' }).press('Enter')
  const merged = 'Be warm.\nBe brief.\nSign as {{name}}. Thank them.'
  expect(await page.getByRole('region', { name: 'The merged text' }).textContent()).toBe(merged)
  expect(await audit(page)).toEqual([])
  await save().press('Enter')
  await conflict().waitFor({ state: 'detached' })
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await stored('merge.alone')).toMatchObject({ template: merged, metadata: { model: 'two' } })
})

it('asks for what both changed, takes either side of each difference, and knows after a reload who changed what', async () => {
  const { page, stored } = scene
  await meet('merge.both', ' Mine.', { kind: 'text', template: `${BEGIN.replace('kind', 'warm')} Theirs.` })
  await page.reload()
  await conflict().waitFor()
  const asked = row('difference 2 of 2')
  await asked.getByText('Both of you changed this. Choose one.').waitFor()
  await asked.getByText('Choose a side.').waitFor()
  expect(await save().getAttribute('aria-disabled')).toBe('true')
  expect(await audit(page)).toEqual([])
  await asked.getByRole('radio', { name: 'Theirs' }).focus()
  await page.keyboard.press('ArrowRight')
  await row('difference 1 of 2').getByRole('radio', { name: 'Yours' }).press('Space')
  await save().press('Enter')
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await stored('merge.both')).toMatchObject({ template: `${BEGIN} Mine.` })
  expect(await editorOf(page).textContent()).toContain('Mine.')
})

it('keeps what was chosen while more is written, and fits in the dark and at 320 pixels', async () => {
  const { page, stored } = scene
  await meet('merge.on', ' Mine.', { kind: 'text', template: `${BEGIN} Theirs.` })
  await row('difference 1 of 1').getByRole('radio', { name: 'Yours' }).click()
  for (const [colorScheme, width] of [
    ['dark', 1_100],
    ['light', 320],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    expect(await audit(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  }
  await editorOf(page).focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.insertText('Hello.\n')
  await row('difference 2 of 2').getByRole('radio', { name: 'Yours', checked: true }).waitFor()
  await save().click()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await stored('merge.on')).toMatchObject({ template: `Hello.\n${BEGIN} Mine.` })
})

it('asks for what both declared, saves with what was chosen, and keeps theirs to be brought back', async () => {
  const { page, stored } = scene
  const tone = { type: 'number', required: true, default: null, description: '' }
  await meet('merge.rest', ' {{tone}}', {
    kind: 'text',
    template: BEGIN.replace('kind', 'warm'),
    variables: { tone },
  })
  const because = page.getByText('Choose a side for one more difference first.')
  await because.first().waitFor()
  await page.getByRole('button', { name: 'Keep yours for Variable' }).press('Enter')
  await page.getByText('Yours stays.').waitFor()
  await because.waitFor({ state: 'detached' })
  await save().press('Enter')
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await stored('merge.rest')).toMatchObject({
    template: `${BEGIN.replace('kind', 'warm')} {{tone}}`,
    variables: { tone: { type: 'string' } },
  })
  await page.getByText(/^What .*Ada.* wrote is set aside in this browser\.$/).waitFor()
  expect(await audit(page)).toEqual([])
  await page.getByRole('button', { name: 'Bring theirs back' }).press('Enter')
  await expect.poll(() => stored('merge.rest')).toMatchObject({ variables: { tone: { type: 'number' } } })
  await page.getByText('A text of yours is set aside in this browser.').waitFor()
})

it('saves with the merged text what was typed a moment ago, in a long text too', async () => {
  const { page, make, open, writeOver, stored } = scene
  const long = `${'A line of a long text.\n'.repeat(900)}The end.`
  await make('merge.long', { kind: 'text', template: long })
  await open('merge.long')
  const theirs = () => writeOver('merge.long', { kind: 'text', template: `Theirs.\n${long}` })
  await beforeItIsSaved(page, () => typeAtEnd(page, ' Mine.'), theirs)
  await conflict().waitFor()
  await typeAtEnd(page, ' And more.')
  await save().click()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await stored('merge.long')).toMatchObject({ template: `Theirs.\n${long} Mine. And more.` })
})
