import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { audit, auditZoomed } from './support/audit.js'
import type { BrowserOptions } from './support/browser.js'
import { signIn } from './support/people.js'
import { lock, publish, releaseScene, type ReleaseScene, requestReview, write } from './support/release-scene.js'
import { visit } from './support/visit.js'

const closers: (() => Promise<void> | void)[] = []
let scene: ReleaseScene
let publicationId: string
beforeAll(async () => {
  scene = await releaseScene()
  const onboarding = await lockedSet('Onboarding')
  publicationId = (await publish(scene, 'production', onboarding, '1.0.0')).id
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
afterAll(() => scene.close())

const pathOf = (place: string) => `${scene.forge.url}/projects/${scene.projectId}/${place}`

async function lockedSet(name: string): Promise<string> {
  const id = await write(scene, name, { [`${name.toLowerCase()}.text`]: `The text of ${name}` })
  await lock(scene, id)
  return id
}

describe.each<[string, BrowserOptions]>([
  ['light', { dark: false }],
  ['dark', { dark: true }],
  ['narrow', { width: 320 }],
])('each page (%s)', (how, options) => {
  it('is accessible and as wide as the screen', async () => {
    const id = await lockedSet(`Audit-${how}`)
    const { page, problems, foreign, close } = await visit(pathOf('reviews'), options)
    closers.push(close)
    await signIn(page, scene.ada.email)
    await page.getByRole('heading', { level: 1, name: 'Reviews' }).waitFor()
    const draft = await write(scene, `Draft-${how}`, { [`draft.${how}`]: 'Hello {{#if}}', [`other.${how}`]: 'Hello' })
    await requestReview(scene, draft)
    const places: [string, string][] = [
      ['', 'Difference'],
      ['reviews', 'Reviews'],
      [`prompts/${draft}/review`, `Review of Draft-${how}`],
      [`prompts/${id}/review`, `Review of Audit-${how}`],
      ['publications', 'Publications'],
      [`publications/${publicationId}?environment=production`, 'production #1'],
      [`publications/new?set=${id}&environment=production`, 'Publish to production'],
      ['publications/new?environment=production&rollback=0', 'Roll back production to #0'],
    ]
    for (const [place, title] of places) {
      await page.goto(pathOf(place))
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      await page
        .getByRole('heading', { level: 2 })
        .or(page.getByRole('list', { name: 'In review' }))
        .first()
        .waitFor()
      expect([title, await audit(page)]).toEqual([title, []])
      expect([title, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
        title,
        options.width ?? 1_100,
      ])
      if (how === 'light') expect([title, await auditZoomed(page)]).toEqual([title, []])
    }
    expect([problems, foreign]).toEqual([[], []])
  })
})
