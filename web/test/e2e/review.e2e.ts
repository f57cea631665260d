import { Draft } from '@anvil/shared/api'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { addPerson, signIn } from './support/people.js'
import {
  edit,
  inNewProject,
  lock,
  releaseScene,
  type ReleaseScene,
  requestReview,
  write,
} from './support/release-scene.js'
import { visit } from './support/visit.js'

const LATE = { timeout: 45_000 }
const closers: (() => Promise<void> | void)[] = []
let shared: ReleaseScene
let scene: ReleaseScene
let id: string
beforeAll(async () => {
  shared = await releaseScene()
})
beforeEach(async () => {
  scene = await inNewProject(shared)
  closers.push(scene.close)
  id = await write(scene, 'Billing', { 'billing.reminder': 'Dear {{name}},\nplease pay.\nBye' })
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => shared.close())

async function open(email: string, place = `prompts/${id}/review`): Promise<Page> {
  const { page, close } = await visit(`${scene.forge.url}/projects/${scene.projectId}/${place}`)
  closers.push(close)
  await signIn(page, email)
  return page
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const dialog = (page: Page) => page.getByRole('dialog')

/** Comments on the second line of the prompt, and suggests another text for it where one is given. */
async function commentOnLineTwo(page: Page, words: string, suggestion?: string): Promise<void> {
  await button(page, 'Comment on line 2').click()
  await page.getByLabel('Comment on line 2').last().fill(words)
  if (suggestion !== undefined) {
    await button(page, 'Suggest a text').click()
    await page.getByLabel('Suggested text for these lines').fill(suggestion)
  }
  await button(page, 'Add to my review').click()
  await page.getByText('Pending', { exact: true }).first().waitFor()
}

async function submit(page: Page, verdict: string, says: string): Promise<void> {
  await button(page, /^Submit review.*…$/).click()
  await dialog(page).getByRole('radio', { name: verdict }).check()
  await dialog(page).getByRole('button', { name: says }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

describe('two people at one review', () => {
  it('reject and rework: what was said stays through a reload, the draft goes back, and comes again', async () => {
    const ada = await open(scene.ada.email)
    await button(ada, 'Request review').click()
    await dialog(ada).getByLabel('Note (optional)').fill('Friendlier?')
    await dialog(ada).getByRole('checkbox', { name: 'Ben' }).check()
    await dialog(ada).getByRole('button', { name: 'Request review' }).click()
    await ada.getByText('asked for a review, of Ben').waitFor()

    const ben = await open(scene.ben.email, '')
    await button(ben, '1 review waits for you').click()
    await ben.getByRole('menuitem', { name: /Billing/ }).click()
    await ben.getByText('Friendlier?').waitFor()
    await commentOnLineTwo(ben, 'Rather rude')
    await ben.reload()
    await ben.getByText('Rather rude').waitFor()
    expect(await audit(ben)).toEqual([])
    await submit(ben, 'Request changes', 'Submit review (1 comment)')
    await ben.getByText('LIVE status', { exact: true }).waitFor()

    await ada.getByText('requested changes').waitFor(LATE)
    await ada.getByText('Rather rude').first().waitFor()
    await edit(scene, id, 'billing.reminder', 'Dear {{name}},\nwould you pay, please?\nBye')
    await ada.reload()
    await ada.getByText('Outdated').first().waitFor()
    await button(ada, 'Request review').click()
    await dialog(ada).getByRole('button', { name: 'Request review' }).click()
    await ada.getByText('asked again, round 2').waitFor()
    await ben.reload()
    await submit(ben, 'Approve', 'Submit review')
    await ben.getByText('1 of 1 needed').waitFor()
    await button(ada, 'Lock as 1.0.0').waitFor(LATE)
  })

  it('comment, suggest, apply, approve: by keys, and who suggested is an author then, so that a third one approves', async () => {
    await requestReview(scene, id)
    const ben = await open(scene.ben.email)
    await ben.getByText('please pay.').waitFor()
    await ben.getByRole('button', { name: 'Comment on line 1', exact: true }).focus()
    await ben.keyboard.press('ArrowDown')
    await ben.keyboard.press('Enter')
    await ben.keyboard.type('Softer')
    await button(ben, 'Suggest a text').click()
    await ben.getByLabel('Suggested text for these lines').fill('would you pay, please?')
    await button(ben, 'Add to my review').click()
    await submit(ben, 'Comment', 'Submit review (1 comment)')
    const ada = await open(scene.ada.email)
    await button(ada, 'Apply').first().click()
    await ada.getByText('applied suggestions of Ben').waitFor()
    await ada.getByText('would you pay, please?').first().waitFor()
    await ada.getByText('Written by').getByText('Ben').waitFor()
    expect(await audit(ada)).toEqual([])

    await addPerson(scene.forge, scene.ada, { email: 'dora@example.com', name: 'Dora' })
    const dora = await open('dora@example.com')
    await dora.getByText('would you pay, please?').first().waitFor()
    await submit(dora, 'Approve', 'Submit review')
    await dora.getByText('1 of 1 needed').waitFor()
    await button(ada, 'Lock as 1.0.0').waitFor(LATE)
  })

  it('comment on several lines: by Shift and a click, by Shift and the arrows, and line by line', async () => {
    await requestReview(scene, id)
    const ben = await open(scene.ben.email)
    await button(ben, 'Comment on line 1').click()
    await ben.getByLabel('Comment on line 1').last().fill('Both are rude')
    await button(ben, 'Comment on line 2').click({ modifiers: ['Shift'] })
    const both = ben.getByLabel('Comment on lines 1–2').last()
    expect(await both.inputValue()).toBe('Both are rude')
    expect(await both.evaluate((field) => field === document.activeElement)).toBe(true)
    await button(ben, 'One line more').click()
    await ben.getByText('About lines 1–3').waitFor()
    await button(ben, 'One line fewer').click()
    await button(ben, 'Suggest a text').click()
    await ben.getByLabel('Suggested text for these lines').fill('Hello {{name}}, would you pay?')
    expect(await audit(ben)).toEqual([])
    await button(ben, 'Add to my review').click()
    await ben.getByText('On lines 1–2').waitFor()

    await button(ben, 'Comment on line 2').focus()
    await ben.keyboard.press('Shift+ArrowDown')
    await ben.getByText('Chosen: lines 2–3.').waitFor()
    await ben.keyboard.press('Enter')
    await ben.getByLabel('Comment on lines 2–3').last().fill('Too short')
    await button(ben, 'Add to my review').click()
    await submit(ben, 'Comment', 'Submit review (2 comments)')
    await ben.getByText('On lines 2–3').first().waitFor()

    const ada = await open(scene.ada.email)
    await button(ada, 'Apply').first().click()
    await ada.getByText('applied suggestions of Ben').waitFor()
    const after = await scene.ada.request(Draft, `/projects/${scene.projectId}/prompt-sets/${id}/draft`)
    expect(after.snapshot['billing.reminder']).toMatchObject({ template: 'Hello {{name}}, would you pay?\nBye' })
  })

  it('a comment that is being written goes with the lines that are chosen, also to those that go', async () => {
    await lock(scene, id)
    await edit(scene, id, 'billing.reminder', 'Dear {{name}},\nwould you pay?\nThank you')
    await requestReview(scene, id)
    const ben = await open(scene.ben.email)
    await button(ben, 'Comment on line 2').last().click()
    await ben.getByLabel('Comment on line 2').last().fill('Why so?')
    await button(ben, 'Suggest a text').click()
    const suggested = ben.getByLabel('Suggested text for these lines')
    expect(await suggested.inputValue()).toBe('would you pay?')
    await ben.getByRole('button', { name: 'Comment on line 3', exact: true }).click({ modifiers: ['Shift'] })
    expect(await suggested.inputValue()).toBe('would you pay?\nThank you')
    await suggested.fill('pay, please')
    await ben.getByRole('button', { name: 'Comment on line 2 that goes' }).click()
    const add = button(ben, 'Add to my review')
    await expect.poll(() => add.getAttribute('title')).toContain('for lines of the draft alone')
    const words = ben.getByRole('textbox', { name: 'Comment on line 2', exact: true })
    expect(await words.inputValue()).toBe('Why so?')
    await button(ben, 'Comment on line 1').click()
    expect(await suggested.inputValue()).toBe('pay, please')
    await button(ben, 'Cancel').click()
    await button(ben, 'Comment on line 2 that goes').click()
    await button(ben, 'One line more').click()
    await ben.getByLabel('Comment on lines 2–3').last().fill('These were better')
    await ben.getByText('About lines 2–3').waitFor()
    await add.click()
    await submit(ben, 'Comment', 'Submit review (1 comment)')
    await ben.getByText('On lines 2–3').first().waitFor()
    await ben.getByRole('region', { name: 'Text of billing.reminder' }).getByText('These were better').waitFor()
    expect(await audit(ben)).toEqual([])
  })

  it('what is written and not sent is found again, where its lines are now', async () => {
    await requestReview(scene, id)
    const ben = await open(scene.ben.email)
    await button(ben, 'Comment on line 1').click()
    await button(ben, 'Comment on line 2').click({ modifiers: ['Shift'] })
    await ben.getByLabel('Comment on lines 1–2').last().fill('Both are rude')
    await button(ben, 'Suggest a text').click()
    const suggested = ben.getByLabel('Suggested text for these lines')
    await suggested.fill('Hello {{name}}, would you pay?')
    await ben.getByLabel(/^Viewed/).check()
    await suggested.waitFor({ state: 'detached' })
    await ben.getByLabel(/^Viewed/).uncheck()
    await button(ben, /^Submit review …$/).click()
    await dialog(ben).getByLabel('On the whole (optional)').fill('Nearly there')
    await ben.keyboard.press('Escape')
    await edit(scene, id, 'billing.reminder', 'Reminder\nDear {{name}},\nplease pay.\nBye')
    await ben.reload()
    const moved = ben.getByRole('textbox', { name: 'Comment on lines 2–3' })
    expect(await moved.inputValue()).toBe('Both are rude')
    expect(await suggested.inputValue()).toBe('Hello {{name}}, would you pay?')
    await edit(scene, id, 'billing.reminder', 'Reminder\nHello {{name}},\npay now\nBye')
    await ben.reload()
    const add = button(ben, 'Add to my review')
    await expect.poll(() => add.getAttribute('title')).toContain('have changed')
    await ben.getByText('Dear {{name}}, please pay.').waitFor()
    expect(await audit(ben)).toEqual([])
    await button(ben, 'Comment on line 3').click()
    expect(await ben.getByRole('textbox', { name: 'Comment on line 3', exact: true }).inputValue()).toBe(
      'Both are rude',
    )
    await add.click()
    await ben.getByText('Pending', { exact: true }).waitFor()
    await edit(scene, id, 'billing.reminder', 'Reminder\nPay\nBye')
    await ben.reload()
    await ben.getByText('so it can’t be submitted as it is').waitFor()
    expect(await suggested.count()).toBe(0)
    await button(ben, 'Submit review (1 comment) …').click()
    const own = dialog(ben).getByRole('group', { name: 'Your comments' })
    await own.getByText('Both are rude').waitFor()
    expect(await audit(ben)).toEqual([])
    await dialog(ben).getByRole('button', { name: 'Submit review (1 comment)' }).click()
    await dialog(ben).getByText('A comment quotes lines of billing.reminder').waitFor()
    await ben.keyboard.press('Escape')
    await button(ben, 'Edit').click()
    await button(ben, 'Comment on line 2').click()
    await add.click()
    await button(ben, 'Submit review (1 comment) …').click()
    expect(await dialog(ben).getByLabel('On the whole (optional)').inputValue()).toBe('Nearly there')
    await dialog(ben).getByRole('button', { name: 'Submit review (1 comment)' }).click()
    await dialog(ben).waitFor({ state: 'detached' })

    await button(ben, 'Answer').first().click()
    await ben.getByLabel('Your answer').fill('Or rather')
    await ben.reload()
    expect(await ben.getByLabel('Your answer').inputValue()).toBe('Or rather')
    await button(ben, 'Answer').first().click()
    await ben.getByLabel('Your answer').waitFor({ state: 'detached' })
    await ben.getByText('Or rather').first().waitFor()
    await button(ben, 'Edit').first().click()
    await ben.getByLabel('Your comment').fill('One is rude')
    await ben.reload()
    expect(await ben.getByLabel('Your comment').inputValue()).toBe('One is rude')
    expect(await ben.getByLabel('Your answer').count()).toBe(0)
    await button(ben, 'Save').click()
    await ben.getByLabel('Your comment').waitFor({ state: 'detached' })
    await ben.getByText('One is rude').first().waitFor()
    expect(await ben.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('comment')))).toEqual([])
  })

  it('who is asked can be changed while it is open, and finds it in the inbox and at home', async () => {
    const cy = await addPerson(scene.forge, scene.ada, { email: `${crypto.randomUUID()}@example.com`, name: 'Cy' })
    await requestReview(scene, id)
    const ada = await open(scene.ada.email)
    await ada.getByText('Everybody who may review is asked').waitFor()
    await button(ada, 'Change who is asked …').click()
    await dialog(ada).getByRole('checkbox', { name: 'Cy' }).check()
    expect(await audit(ada)).toEqual([])
    await dialog(ada).getByRole('button', { name: 'Ask 1 person' }).click()
    await ada.getByText('chose who is asked: Cy').waitFor()

    const ben = await open(scene.ben.email, '')
    await ben.getByRole('heading', { name: 'Drafts' }).waitFor()
    const home = await open(cy.email, '')
    await button(home, /^\d+ reviews? waits? for you$/).waitFor()
    const waiting = home.getByRole('list', { name: 'Reviews that wait for you' })
    await waiting.getByText('You are asked').waitFor()
    expect(await ben.getByRole('list', { name: 'Reviews that wait for you' }).count()).toBe(0)

    await button(ada, 'Change who is asked …').click()
    await dialog(ada).getByRole('checkbox', { name: 'Cy' }).uncheck()
    await dialog(ada).getByRole('checkbox', { name: 'Ben' }).check()
    await dialog(ada).getByRole('button', { name: 'Ask 1 person' }).click()
    await ada.getByText('chose who is asked: Ben').waitFor()
    await waiting.waitFor({ state: 'detached' })
    await ben
      .getByRole('list', { name: 'Reviews that wait for you' })
      .getByRole('link', { name: /Billing/ })
      .click()
    await ben.getByText('Asked to review: Ben').waitFor()
  })

  it('an edit voids an approval before the eyes of who gave it', async () => {
    await requestReview(scene, id)
    const ben = await open(scene.ben.email)
    await submit(ben, 'Approve', 'Submit review')
    await ben.getByText('1 of 1 needed').waitFor()
    await edit(scene, id, 'billing.reminder', 'Pay')
    await ben.getByText('the approval of Ben is void').waitFor(LATE)
    await ben.getByText('0 of 1 needed').waitFor()
    await edit(scene, id, 'billing.reminder', 'Dear {{name}},\nplease pay.\nBye')
    await ben.getByText('the approval of Ben counts again').waitFor(LATE)
    await ben.getByText('1 of 1 needed').waitFor()
  })
})
