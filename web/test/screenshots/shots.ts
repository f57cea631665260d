import type { Page } from 'playwright-core'
import type { Scene } from './scene.js'

/** One page as it is looked at: where it is, what it shows once it is there, and what is done with it first. */
export interface Shot {
  name: string
  path: string
  shows: string | RegExp
  act?: (page: Page) => Promise<void>
  /** Of a list whose rows are there only where they are in sight, or that only fills the window. */
  isWindow?: boolean
}

/** Every page of a FORGE that is in use, and the empty faces of a new project. */
export function shotsOf(scene: Scene): Shot[] {
  const { ids } = scene
  const inProject = (below: string): string => `/projects/${ids.project}${below}`
  const inFresh = (below: string): string => `/projects/${ids.fresh}${below}`
  const set = (id: string, below = ''): string => inProject(`/prompts/${id}${below}`)
  return [
    { name: 'organisations', path: '/organisations', shows: 'Engines' },
    { name: 'organisation', path: `/organisations/${ids.organisation}`, shows: 'Customer care' },
    { name: 'account', path: '/account', shows: 'this browser' },
    { name: 'new-api-key', path: '/account', shows: 'this browser', act: press('Make an API key') },
    { name: 'home', path: inProject(''), shows: 'Last published to production' },
    { name: 'home-new', path: inFresh(''), shows: 'Connect your application' },
    { name: 'prompts', path: inProject('/prompts'), shows: 'Support desk' },
    { name: 'prompts-new', path: inFresh('/prompts'), shows: 'New prompt set' },
    { name: 'prompt-set', path: set(ids.desk), shows: 'assistant.care', isWindow: true },
    { name: 'prompt-set-selection', path: set(ids.desk, '?under=reply'), shows: 'reply.order_status', act: selectTwo },
    { name: 'prompt-set-found', path: set(ids.desk, '?q=urgent'), shows: 'triage.priority', isWindow: true },
    { name: 'prompt-set-not-found', path: set(ids.desk, '?q=unicorn'), shows: /No prompt of this set/ },
    { name: 'prompt-set-empty', path: set(ids.empty), shows: /A prompt is a text with variables/ },
    { name: 'prompt', path: set(ids.desk, '/edit/reply.order_status'), shows: 'You answer a customer' },
    { name: 'prompt-locked', path: set(ids.shared, '/edit/shared.tone'), shows: 'Write the way' },
    { name: 'new-prompt', path: set(ids.welcome), shows: /^welcome/, act: press('New prompt') },
    { name: 'import', path: set(ids.empty, '/import'), shows: 'Import into Newsletter' },
    { name: 'import-plan', path: set(ids.empty, '/import'), shows: 'Import into Newsletter', act: chooseFile },
    { name: 'reviews', path: inProject('/reviews'), shows: 'Support desk' },
    { name: 'reviews-none', path: inFresh('/reviews'), shows: /Nothing waits for review/ },
    { name: 'review', path: set(ids.desk, '/review'), shows: 'Changes' },
    { name: 'review-new', path: set(ids.welcome, '/review'), shows: 'Changes' },
    { name: 'review-locked', path: set(ids.shared, '/review'), shows: /No draft is open/ },
    { name: 'versions', path: set(ids.desk, '/versions'), shows: '1.0.0' },
    { name: 'compare', path: set(ids.desk, '/versions?from=1.0.0&to=draft'), shows: 'Changed' },
    { name: 'version', path: set(ids.desk, '/versions/1.0.0'), shows: 'Download and verify' },
    {
      name: 'restore',
      path: set(ids.desk, '/versions/1.0.0'),
      shows: 'Download and verify',
      act: press('Restore as draft …'),
    },
    { name: 'lock', path: set(ids.ready, '/review'), shows: 'Changes', act: press(/^Lock as/) },
    { name: 'versions-none', path: set(ids.welcome, '/versions'), shows: 'Versions' },
    { name: 'publications', path: inProject('/publications'), shows: 'The desk goes live' },
    { name: 'publications-none', path: inFresh('/publications'), shows: 'Publications' },
    {
      name: 'publication',
      path: inProject(`/publications/${ids.publication}?environment=production`),
      shows: 'checkout-103.internal',
      isWindow: true,
    },
    {
      name: 'publish',
      path: inProject(`/publications/new?environment=development&set=${ids.desk}&version=draft`),
      shows: 'Publish to development',
    },
    {
      name: 'roll-back',
      path: inProject('/publications/new?environment=production&rollback=1'),
      shows: 'checkout-103.internal',
    },
    { name: 'fleet', path: inProject('/fleet'), shows: 'checkout-103.internal', isWindow: true },
    {
      name: 'instance',
      path: inProject('/fleet?q=checkout-103'),
      shows: 'checkout-103.internal',
      act: (page) => page.getByRole('link', { name: 'checkout', exact: true }).click(),
    },
    { name: 'fleet-none', path: inFresh('/fleet'), shows: 'Connect your app' },
    { name: 'members', path: inProject('/members'), shows: 'Roles here' },
    { name: 'tokens', path: inProject('/tokens'), shows: 'Nightly tests' },
    { name: 'tokens-none', path: inFresh('/tokens'), shows: /An application shows an access token/ },
    { name: 'policy', path: inProject('/policy'), shows: 'History' },
    { name: 'audit', path: inProject('/audit'), shows: /published to production/ },
    { name: 'new-token', path: inProject('/tokens'), shows: 'Nightly tests', act: press('Generate token') },
    {
      name: 'token-reveal',
      path: inProject('/tokens'),
      shows: 'Nightly tests',
      act: press('Show value: Nightly tests'),
    },
    { name: 'token-rotate', path: inProject('/tokens'), shows: 'Nightly tests', act: press('Rotate: Nightly tests') },
    { name: 'token-revoke', path: inProject('/tokens'), shows: 'Nightly tests', act: press(/^Revoke: The shop/) },
    {
      name: 'audit-change',
      path: inProject('/audit?area=reviews'),
      shows: 'Reviews',
      act: (page) =>
        page
          .getByText(/asked for a review of/)
          .first()
          .click(),
    },
    {
      name: 'audit-entry',
      path: inProject('/audit?area=reviews'),
      shows: 'Reviews',
      act: (page) =>
        page
          .getByRole('link', { name: /^Entry \d+ alone$/ })
          .first()
          .click(),
    },
    { name: 'keys', path: inProject(''), shows: 'Last published to production', act: openKeys },
    { name: 'palette', path: inProject(''), shows: 'Last published to production', act: openPalette },
    { name: 'conflict', path: set(ids.welcome, '/edit/welcome.en'), shows: 'Preview', act: writeAtOnce(scene) },
    { name: 'lost', path: '/projects/nowhere', shows: 'There is no such page' },
  ]
}

function press(name: string | RegExp): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('button', { name }).click()
    await page.getByRole('dialog').waitFor()
  }
}

async function openKeys(page: Page): Promise<void> {
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
}

async function selectTwo(page: Page): Promise<void> {
  for (const at of [0, 1])
    await page
      .getByRole('checkbox', { name: /^Select reply/ })
      .nth(at)
      .check()
}

/** Somebody else writes the prompt that is being written. */
function writeAtOnce({ rewrite, ids }: Scene): (page: Page) => Promise<void> {
  return async (page) => {
    await page.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
    await page
      .getByLabel(/^Text of/)
      .first()
      .click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' Wish them a good day.')
    await page.getByText(/^Offline: .* kept in this browser/).waitFor()
    await rewrite(ids.welcome, 'welcome.en', [
      'Welcome to the shop, {{name}}!',
      `You are guest number ${Math.trunc(performance.now())} today.`,
    ])
    await page.unroute('**/api/**')
    await page.getByRole('heading', { name: /changed this prompt while you were writing/ }).waitFor()
  }
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
}

async function chooseFile(page: Page): Promise<void> {
  const rows = ['title,text', 'Spring sale,"Tell {{name}} what is reduced."', 'Farewell,Say goodbye in two sentences.']
  const buffer = Buffer.from(rows.join('\n'))
  await page.getByLabel('Files to import').setInputFiles({ name: 'newsletter.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: /^Import 2 prompts/ }).waitFor()
}
