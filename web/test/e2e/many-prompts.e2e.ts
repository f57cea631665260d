import { PromptSet } from '@anvil/shared/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importPrompts } from '../support/import-prompts.js'
import { manyPrompts, ruleNumberOf } from '../support/many-prompts.js'
import { BOTH_WAYS, signInBy } from './support/hands.js'
import { type Actor, firstAdmin, newProject } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit } from './support/visit.js'

const ALL = 10_000
const ONE = 7_654

const prompts = manyPrompts(ALL)
const wanted = prompts[ONE]?.id ?? ''
let forge: OpenForge
let ada: Actor
let place: { projectId: string; promptSetId: string }

beforeAll(async () => {
  forge = await openForge()
  ada = await firstAdmin(forge)
  const { id: projectId } = await newProject(ada)
  const set = await ada.request(PromptSet, `/projects/${projectId}/prompt-sets`, { name: 'All' })
  place = { projectId, promptSetId: set.id }
  await importPrompts(ada, place, prompts)
}, 240_000)
afterAll(() => forge.close())

it.each(BOTH_WAYS)('finds one of 10,000 prompts by its content, and opens it, %s', async (_how, hands) => {
  const { projectId, promptSetId } = place
  const { page, problems, close } = await visit(`${forge.url}/projects/${projectId}/prompts/${promptSetId}`)
  try {
    await signInBy(hands, page, ada.email)
    await page
      .getByText(prompts.map(({ id }) => id).toSorted()[0] ?? '')
      .first()
      .waitFor()
    await hands.write(page.getByLabel('Find in ids and texts'), `NUMBER ${ruleNumberOf(ONE)}`)
    await page.getByText('1 prompt', { exact: true }).waitFor()
    await hands.press(page.getByRole('link', { name: wanted }))
    await page.getByRole('heading', { level: 1, name: wanted }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Text of the prompt' }).textContent()).toContain(ruleNumberOf(ONE))
    expect(problems).toEqual([])
  } finally {
    await close()
  }
})
