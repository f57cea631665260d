import { ApprovalList } from '@anvil/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import type { BrowserOptions } from './support/browser.js'
import { focused } from './support/keyboard.js'
import { type Actor, signIn } from './support/people.js'
import {
  connectApp,
  inNewProject,
  lock,
  publish,
  releaseScene,
  type ReleaseScene,
  requestReview,
  write,
} from './support/release-scene.js'
import { visit, type Visit } from './support/visit.js'

const closers: (() => Promise<void> | void)[] = []
let shared: ReleaseScene
let scene: ReleaseScene
beforeAll(async () => {
  shared = await releaseScene()
})
beforeEach(async () => {
  scene = await inNewProject(shared)
  closers.push(scene.close)
  const onboarding = await write(scene, 'Onboarding', { 'welcome.message': 'Welcome {{name}}!' })
  await lock(scene, onboarding)
  await publish(scene, 'production', onboarding, '1.0.0')
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => shared.close())

const pathOf = (place: string) => `${scene.forge.url}/projects/${scene.projectId}/${place}`

async function open(who: Actor, place: string, options: BrowserOptions = {}): Promise<Visit> {
  const visited = await visit(pathOf(place), options)
  closers.push(visited.close)
  await signIn(visited.page, who.email)
  return visited
}

/** A prompt set of its own for a test, locked at 1.0.0. */
async function lockedSet(name: string): Promise<string> {
  const id = await write(scene, name, { [`${name.toLowerCase()}.text`]: `The text of ${name}` })
  await lock(scene, id)
  return id
}

describe('who reviews', () => {
  it('approves nothing that they have not seen, and is shown what was written meanwhile', async () => {
    const id = await write(scene, 'Farewell', { 'bye.short': 'Bye' })
    await requestReview(scene, id)
    const { page } = await open(scene.ben, `prompts/${id}/review`)
    await page.getByRole('region', { name: 'Text of bye.short' }).waitFor()
    await write(scene, 'Farewell', { 'bye.long': 'Good bye {{name}}' }, id)
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('alert').getByText('The draft was changed since you looked at it').waitFor()
    await page.getByText('Changed since you looked: bye.long.').waitFor()
    const path = `/projects/${scene.projectId}/prompt-sets/${id}/approvals`
    expect((await scene.ada.request(ApprovalList, path)).given).toBe(0)
    await page.getByText('Good bye {{name}}').waitFor()
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByText('1 of 1 needed').waitFor()
    await page.getByRole('button', { name: 'Take my approval back' }).click()
    await page.getByText('0 of 1 needed').waitFor()
  })

  it('is told that the text was changed while they read it', async () => {
    const id = await write(scene, 'Greeting', { 'hi.short': 'Hi', 'hi.twice': 'Hi, hi' })
    await requestReview(scene, id)
    const { page } = await open(scene.ben, `prompts/${id}/review`)
    await page.getByRole('region', { name: 'Text of hi.short' }).waitFor()
    await write(scene, 'Greeting', { 'hi.long': 'Good day' }, id)
    await page.getByRole('button', { name: 'Show the new text' }).click()
    await page.getByRole('region', { name: 'Text of hi.long' }).waitFor()
  })

  it('ticks what they viewed, which this browser keeps, and sees whom it concerns', async () => {
    const id = await write(scene, 'Thanks', { 'thanks.short': 'Thanks', 'thanks.long': 'Thank you very much' })
    await requestReview(scene, id)
    const { page } = await open(scene.ben, `prompts/${id}/review`)
    await page.getByText('0 of 2 viewed').waitFor()
    await page.getByRole('checkbox', { name: 'Viewed thanks.short' }).press('Space')
    await page.getByRole('checkbox', { name: 'Viewed thanks.long' }).click()
    await page.getByText('2 of 2 viewed').waitFor()
    expect(await page.getByRole('region', { name: 'Text of thanks.long' }).count()).toBe(0)
    await page.getByRole('row', { name: 'Production nothing on 1 instance 1 instance once locked' }).waitFor()
    expect(await audit(page)).toEqual([])
    await write(scene, 'Thanks', { 'thanks.many': 'Many thanks' }, id)
    await page.reload()
    await page.getByText('2 of 3 viewed').waitFor()
    await page.getByRole('region', { name: 'Text of thanks.many' }).waitFor()
    expect(await page.getByRole('checkbox', { name: 'Viewed thanks.long' }).isChecked()).toBe(true)
  })

  it('withdraws a review, opens a new draft, and goes back to what was locked', async () => {
    const id = await lockedSet('Returns')
    const { page } = await open(scene.ada, `prompts/${id}/review`)
    await page.getByRole('button', { name: 'New draft' }).click()
    await page.getByRole('button', { name: 'Back to 1.0.0' }).waitFor()
    await write(scene, 'Returns', { 'returns.more': 'More' }, id)
    await page.reload()
    await page.getByRole('button', { name: 'Request review' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Request review' }).click()
    await page.getByText('drafting 1.1.0 · locked 1.0.0').waitFor()
    await page.getByRole('button', { name: 'Withdraw review' }).click()
    await page.getByRole('button', { name: 'Request review' }).waitFor()
    await page.getByRole('button', { name: 'Discard draft …' }).click()
    await page.getByText('What was written since is given up: 1 added.').waitFor()
    await page.getByRole('button', { name: 'Discard the draft, back to 1.0.0' }).click()
    await page.getByRole('link', { name: 'Publish 1.0.0 …' }).waitFor()
  })
})

describe('who publishes', () => {
  it('hears that somebody else did meanwhile, sees what, and loses no word', async () => {
    const [mine, theirs] = [await lockedSet('Mine'), await lockedSet('Theirs')]
    const { page } = await open(scene.ada, `publications/new?set=${mine}&environment=staging`)
    await page.getByLabel('Note (optional)').fill('For the autumn')
    await publish(scene, 'staging', theirs, '1.0.0')
    await page.getByRole('button', { name: 'Publish 1.0.0 to staging' }).click()
    await page.getByRole('alert').getByText('somebody published in between (theirs').waitFor()
    await page.getByRole('button', { name: 'Publish 1.0.0 to staging' }).click()
    await page.getByRole('heading', { level: 1, name: 'staging #2' }).waitFor()
    await page.getByText('For the autumn').waitFor()
    await page.getByText('No instance was connected.').waitFor()
  })

  it('is told what could not be read, and which prompt set is not there, and goes on', async () => {
    const id = await write(scene, 'Reread', { 'reread.text': 'Again' })
    const { page } = await open(scene.ada, 'publications')
    const retry = async () => {
      await page.getByRole('alert').getByText('FORGE does not answer').waitFor({ timeout: 30_000 })
      await page.unrouteAll()
      await page.getByRole('button', { name: 'Retry' }).click()
    }
    await page.getByRole('heading', { level: 1, name: 'Publications' }).waitFor()
    await page.route(/\/prompt-sets$/, (route) => route.abort())
    await page.goto(pathOf(`publications/new?set=${id}&environment=development`))
    await retry()
    await page.getByRole('button', { name: 'Publish 1.0.0-live.1 to development' }).waitFor()
    await page.route(/\/draft\?/, (route) => route.abort())
    await page.reload()
    await retry()
    await page.getByRole('button', { name: 'Publish 1.0.0-live.1 to development' }).waitFor()
    await page.route(/\/head$/, (route) => route.abort())
    await page.goto(pathOf('publications/new?environment=development&promote=production'))
    await retry()
    await page.getByRole('button', { name: /^Promote .* to development$/ }).waitFor()
    await page.goto(pathOf(`publications/new?set=${crypto.randomUUID()}`))
    await page.getByText('A prompt set that this address names is not in this project').waitFor()
    expect(await audit(page)).toEqual([])
    await page.getByRole('button', { name: 'Choose another prompt set' }).click()
    await page.getByText('Choose a prompt set. Then this shows').waitFor()
    await expect.poll(() => focused(page)).toBe('Publish to production')
  })

  it('is told in words why a draft cannot go to production', async () => {
    const id = await write(scene, 'Unfinished', { 'unfinished.text': 'Soon' })
    const { page } = await open(scene.ada, `publications/new?set=${id}&environment=production`)
    await page.getByRole('list', { name: 'What is missing' }).getByText('takes versions of kind locked').waitFor()
    const button = page.getByRole('button', { name: 'Publish the draft to' })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    await page.getByLabel('Environment').selectOption('development')
    await page.getByRole('button', { name: 'Publish 1.0.0-live.1 to development' }).click()
    await page.getByRole('heading', { level: 1, name: 'development #1' }).waitFor()
  })

  it('promotes what production runs, and withdraws it again', async () => {
    const { page } = await open(scene.ada, 'publications')
    await page.getByRole('link', { name: 'Promote all to staging …' }).click()
    await page.getByRole('button', { name: /^Promote .* to staging$/ }).click()
    await page.getByText('Promoted from production').waitFor()
    await page.getByRole('link', { name: 'All publications' }).click()
    await page.getByRole('link', { name: 'Withdraw onboarding …' }).click()
    await page.getByRole('button', { name: 'Withdraw onboarding from staging' }).click()
    await page.getByText('onboarding 1.0.0 taken out').waitFor()
  })

  it('promotes nothing that was not shown', async () => {
    const { page } = await open(scene.ada, 'publications/new?environment=development&promote=production')
    const promote = page.getByRole('button', { name: /^Promote / })
    await promote.waitFor()
    await page.getByLabel('Note (optional)').fill('All of it')
    await publish(scene, 'production', await lockedSet('Later'), '1.0.0')
    await promote.click()
    await page.getByRole('alert').getByText('somebody published in between (later').waitFor()
    await page.getByRole('heading', { level: 2, name: 'later 1.0.0, new here' }).waitFor()
    await promote.click()
    await page.getByText('Promoted from production').waitFor()
    await page.getByText('All of it').waitFor()
  })

  it('asks once more those that it could not be handed to', async () => {
    const app = await connectApp(scene.forge, scene.ada, scene.projectId, {
      environment: 'staging',
      options: { transport: 'pull', syncIntervalMs: 86_400_000, receiverUrl: 'http://10.0.0.1/anvil/receive' },
    })
    closers.push(() => app.close())
    const id = await lockedSet('Unheard')
    const { page } = await open(scene.ada, `publications/new?set=${id}&environment=staging`)
    await page.getByRole('button', { name: /^Publish 1.0.0 to/ }).click()
    await page.getByText('receiver.refused').waitFor()
    await page.getByRole('button', { name: 'Retry 1 failed instance' }).press('Enter')
    await page.getByRole('listitem').filter({ hasText: '1 instance is asked again.' }).waitFor()
    await expect.poll(() => focused(page)).toMatch(/^staging #/)
    await page.getByText('receiver.refused').waitFor()
    await app.sync()
    await page.getByText('The instance runs it.').waitFor({ timeout: 30_000 })
    expect(await page.getByRole('button', { name: /^Retry/ }).count()).toBe(0)
  })

  it('sees that a frozen instance stays where it is', async () => {
    await scene.app.setMode('frozen')
    const id = await lockedSet('Frozen')
    const { page } = await open(scene.ada, `publications/new?set=${id}&environment=production`)
    await page.getByText('stays on nothing').waitFor()
    await page.getByRole('button', { name: 'Publish 1.0.0 to production' }).click()
    await page.getByRole('cell', { name: 'Frozen' }).waitFor()
    expect(scene.app.has('frozen.text')).toBe(false)
    await scene.app.setMode('accepting')
    await page.getByText('Applied').waitFor()
    expect(scene.app.prompt('frozen.text')).toBe('The text of Frozen')
  })
})
