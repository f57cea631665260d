import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEveryLook } from './support/audit.js'
import type { Face } from './support/face.js'
import { FACES, OUTSIDE } from './support/faces.js'
import { type HostileScene, hostileScene } from './support/hostile-scene.js'
import { signIn } from './support/people.js'
import { turnedOver } from './support/reading-order.js'
import { visit, type Visit } from './support/visit.js'

let scene: HostileScene
let inside: Visit
let outside: Visit
const opened: string[] = []

beforeAll(async () => {
  scene = await hostileScene()
  inside = await watch()
  outside = await watch()
  await signIn(inside.page, scene.ada.email)
  await inside.page.getByRole('button', { name: /^You: / }).waitFor()
})
afterAll(async () => {
  await inside.close()
  await outside.close()
  await scene.close()
})

/** A browser in which a box that a script opened would be noticed. */
async function watch(): Promise<Visit> {
  const seen = await visit(scene.forge.url)
  seen.page.on('dialog', (dialog) => {
    opened.push(dialog.message())
    void dialog.dismiss()
  })
  return seen
}

/** What a face does that it should not. */
async function wrongsOf({ path, shows, act, expects }: Face, { page, problems, foreign }: Visit): Promise<object> {
  problems.length = 0
  await page.goto(`${scene.forge.url}${path(scene)}`)
  await shows(page).first().waitFor()
  await act?.({ page, scene })
  const turned = await turnedOver(page, scene.names)
  await page.setViewportSize({ width: 320, height: 900 })
  const turnedNarrow = await turnedOver(page, scene.names)
  const breaks = await auditEveryLook(page)
  await page.setViewportSize({ width: 1_100, height: 900 })
  const links = await page.locator('a[href^="javascript:" i], img[src="x"]').count()
  const said = problems.filter((problem) => expects?.test(problem) !== true)
  return { ran: await page.evaluate('window.ran'), links, turned, turnedNarrow, breaks, opened, said, foreign }
}

const NOTHING = { links: 0, turned: [], turnedNarrow: [], breaks: [], opened: [], said: [], foreign: [] }

describe('where every name is hostile', () => {
  it.each(FACES)('$name shows them as text, and is accessible in every look', async (face) => {
    expect(await wrongsOf(face, inside)).toEqual(NOTHING)
  })
})

describe('where nobody is signed in', () => {
  it.each(OUTSIDE)('$name is accessible in every look', async (face) => {
    expect(await wrongsOf(face, outside)).toEqual(NOTHING)
  })

  it('the dialog that asks to sign in again is, over what is there', async () => {
    await inside.page.goto(`${scene.forge.url}/organisations`)
    await inside.page.getByRole('heading', { name: 'Organisations' }).waitFor()
    const other = await inside.page.context().newPage()
    await other.goto(`${scene.forge.url}/organisations`)
    await other.getByRole('button', { name: /^You: / }).click()
    await other.getByRole('menuitem', { name: 'Sign out' }).click()
    await inside.page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
    expect(await auditEveryLook(inside.page)).toEqual([])
  })
})
