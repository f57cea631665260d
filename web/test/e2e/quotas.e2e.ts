import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { firstAdmin, newProject, signIn } from './support/people.js'
import { openForge, type OpenForge } from './support/serve-page.js'
import { visit } from './support/visit.js'

let forge: OpenForge
beforeAll(async () => {
  forge = await openForge()
})
afterAll(() => forge.close())

it('an organisation sees what it may have, and is told what to do where it is at the end of it', async () => {
  const ada = await firstAdmin(forge)
  await newProject(ada)
  await forge.stop()
  await forge.operate('quota', 'set', '--organisation', ada.organisationId, '--projects', '1', '--prompts', '12345')
  await forge.startAgain()
  const { page, close } = await visit(`${forge.url}/organisations/${ada.organisationId}`)
  await signIn(page, ada.email)
  const quotas = page.getByRole('region', { name: 'Quotas' })
  await quotas.getByText('0 of 12,345').waitFor()
  await quotas.getByText('No more can be made.').waitFor()
  expect(await audit(page)).toEqual([])

  await page.getByRole('button', { name: 'New project' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('One too many')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByText('This organisation may have 1 project, and this would make it 2.').waitFor()
  await close()
})
