import { afterEach, expect, it } from 'vitest'
import { audit } from './support/audit.js'
import { BOTH_WAYS } from './support/hands.js'
import { PASSWORD } from './support/people.js'
import { startAppBy } from './support/release-scene.js'
import { openForge } from './support/serve-page.js'
import { visit } from './support/visit.js'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

it.each(BOTH_WAYS)(
  'leads from the code in FORGE’s log to an application that is seen green, %s',
  async (_how, hands) => {
    const { press, write } = hands
    const forge = await openForge()
    closers.push(forge.close)
    const { page, problems, foreign, close } = await visit(forge.url)
    closers.push(close)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])

    await press(page.getByRole('link', { name: 'Make the first admin' }))
    await page.getByRole('heading', { level: 1, name: 'Make the first admin' }).waitFor()
    expect(await audit(page)).toEqual([])
    await write(page.getByLabel('One-time code'), 'no-such-code')
    await write(page.getByLabel('Your name'), 'Ada')
    await write(page.getByLabel('E-mail'), 'ada@example.com')
    await write(page.getByLabel('Password'), PASSWORD)
    await write(page.getByLabel('Organisation'), 'Analytical Engines')
    await press(page.getByRole('button', { name: 'Make admin and organisation' }))
    await page.getByRole('alert').getByText('This is not the setup code.').waitFor()
    await write(page.getByLabel('One-time code'), forge.setupCode)
    await press(page.getByRole('button', { name: 'Make admin and organisation' }))

    await page.getByRole('heading', { level: 1, name: 'Analytical Engines' }).waitFor()
    await press(page.getByRole('button', { name: 'New project' }))
    await write(page.getByRole('dialog').getByRole('textbox'), 'Difference')
    await press(page.getByRole('dialog').getByRole('button', { name: 'Make project' }))
    await page.getByRole('heading', { level: 1, name: 'Difference' }).waitFor()
    expect(await page.title()).toBe('Difference · Anvil')

    await press(page.getByRole('link', { name: 'Connect your application' }))
    await page.getByRole('heading', { name: 'Connect your app' }).waitFor()
    await press(page.getByRole('button', { name: 'Generate token for production' }))
    await page.getByText('they are not shown again.').waitFor()
    await press(page.getByRole('button', { name: 'Copy the lines for .env' }))
    await page.getByText('Copied').first().waitFor()
    const lines = String(await page.evaluate('navigator.clipboard.readText()'))

    const app = await startAppBy(lines)
    closers.push(() => app.close())
    await page.getByRole('heading', { name: 'Your app is connected' }).waitFor()
    await page.getByRole('row', { name: /shop/ }).getByText('Current').waitFor()
    await page.getByRole('list', { name: 'Instances by state' }).getByRole('link', { name: '1 Current' }).waitFor()
    expect(problems.filter((problem) => !problem.includes('403'))).toEqual([])
    expect(foreign).toEqual([])
  },
)
