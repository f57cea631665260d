import { type Face, heading, inProject, inSet, press, text } from './face.js'
import { SEARCHED } from './hostile-text.js'

/** What prompt sets said. */
export const VERSIONS: Face[] = [
  {
    name: 'the versions',
    path: inSet('approved', '/versions'),
    shows: (page) => page.getByRole('list', { name: 'Versions' }),
  },
  { name: 'no versions', path: inSet('draft', '/versions'), shows: text('No version was made yet.') },
  {
    name: 'a comparison',
    path: inSet('approved', '/versions?from=1.0.0&to=draft'),
    shows: text('One change breaks callers'),
  },
  { name: 'a version', path: inSet('approved', '/versions/1.0.0'), shows: heading('Download and verify') },
  {
    name: 'a version that is verified',
    path: inSet('approved', '/versions/1.0.0'),
    shows: heading('Download and verify'),
    act: press(/^Verify 1.0.0/, (page) => page.getByRole('list', { name: 'Checks' })),
  },
  {
    name: 'the dialog that restores a version',
    path: inSet('approved', '/versions/1.0.0'),
    shows: heading('Download and verify'),
    act: press('Restore as draft …', (page) => page.getByText('It stays in REVIEW')),
  },
  {
    name: 'the dialog that opens a draft from a version',
    path: inSet('locked', '/versions/1.0.0'),
    shows: heading('Download and verify'),
    act: press('Restore as draft …', (page) => page.getByText('A new draft is opened')),
  },
]

/** Reviews and publications. */
export const RELEASES: Face[] = [
  { name: 'the reviews', path: inProject('/reviews'), shows: (page) => page.getByRole('list', { name: 'In review' }) },
  {
    name: 'no reviews',
    path: ({ freshId }) => `/projects/${freshId}/reviews`,
    shows: text('Nothing waits for review.'),
  },
  { name: 'a review', path: inSet('approved', '/review'), shows: text('One change breaks callers') },
  { name: 'a review that waits', path: inSet('waiting', '/review'), shows: text(/own work is in this draft/) },
  { name: 'a review of what is locked', path: inSet('locked', '/review'), shows: text('No draft is open.') },
  {
    name: 'the dialog that locks',
    path: inSet('approved', '/review'),
    shows: text('One change breaks callers'),
    act: press(/^Lock as/),
  },
  {
    name: 'the dialog that discards a draft',
    path: inSet('approved', '/review'),
    shows: text('One change breaks callers'),
    act: press('Discard draft …'),
  },
  {
    name: 'the publications',
    path: inProject('/publications'),
    shows: (page) => page.getByRole('list', { name: 'Publications' }),
  },
  {
    name: 'no publications',
    path: inProject('/publications?environment=staging'),
    shows: (page) => page.getByRole('list', { name: 'Publications' }),
  },
  {
    name: 'a publication',
    path: inProject(({ publicationId }) => `/publications/${publicationId}?environment=production`),
    shows: (page) => page.getByRole('table'),
  },
  { name: 'a publication without a choice', path: inProject('/publications/new'), shows: text('Choose a prompt set.') },
  {
    name: 'a publication before it is made',
    path: inProject(({ sets }) => `/publications/new?set=${sets.approved}&version=draft&environment=development`),
    shows: heading('Targets'),
  },
  {
    name: 'a roll back',
    path: inProject('/publications/new?environment=production&rollback=1'),
    shows: heading('Targets'),
  },
  {
    name: 'a withdrawal',
    path: inProject(({ sets }) => `/publications/new?environment=production&withdraw=${sets.approved}`),
    shows: heading('Targets'),
  },
  {
    name: 'a promotion',
    path: inProject('/publications/new?environment=staging&promote=production'),
    shows: heading('Targets'),
  },
]

/** The fleet, the access tokens and the trail. */
export const FLEET: Face[] = [
  { name: 'the fleet', path: inProject('/fleet'), shows: (page) => page.getByRole('table') },
  {
    name: 'a search of the fleet that finds nothing',
    path: inProject(`/fleet?q=${encodeURIComponent(SEARCHED)}`),
    shows: text(/^0 of 3 shown/),
  },
  { name: 'an instance', path: inProject('/fleet/shop-0?environment=production'), shows: heading('History') },
  {
    name: 'a fleet of nothing',
    path: ({ freshId }) => `/projects/${freshId}/fleet`,
    shows: heading('Connect your app'),
  },
  {
    name: 'the audit trail, an entry opened',
    path: inProject('/audit'),
    shows: (page) => page.getByRole('list', { name: 'Audit trail' }),
    act: async ({ page }) => page.getByRole('list', { name: 'Audit trail' }).locator('summary').first().click(),
  },
  {
    name: 'the audit trail, how to verify it',
    path: inProject('/audit?action=publication.publish'),
    shows: (page) => page.getByRole('list', { name: 'Audit trail' }),
    act: async ({ page }) => page.getByText('Verify it without believing FORGE').click(),
  },
  {
    name: 'an entry of the audit trail',
    path: inProject('/audit?action=publication.publish'),
    shows: (page) => page.getByRole('list', { name: 'Audit trail' }),
    act: async ({ page }) => {
      await page
        .getByRole('link', { name: /^Entry \d+ alone$/ })
        .first()
        .click()
      await page.getByRole('heading', { name: /^Entry #/ }).waitFor()
    },
  },
  { name: 'the access tokens', path: inProject('/tokens'), shows: (page) => page.getByRole('table') },
  {
    name: 'no access tokens',
    path: ({ freshId }) => `/projects/${freshId}/tokens`,
    shows: text(/shows an access token to/),
  },
  {
    name: 'the dialog for a new token',
    path: inProject('/tokens'),
    shows: (page) => page.getByRole('table'),
    act: press('Generate token'),
  },
  {
    name: 'a new token',
    path: inProject('/tokens'),
    shows: (page) => page.getByRole('table'),
    act: async (place) => {
      await press('Generate token')(place)
      await place.page.getByLabel('Name').fill('<script>window.ran=1</script>')
      await place.page.keyboard.press('Enter')
      await place.page.getByRole('heading', { name: 'Your new token' }).waitFor()
    },
  },
  {
    name: 'the dialog that rotates a token',
    path: inProject('/tokens'),
    shows: (page) => page.getByRole('table'),
    act: press(/^Rotate: Token/),
  },
  {
    name: 'the value of a token',
    path: inProject('/tokens'),
    shows: (page) => page.getByRole('table'),
    act: press(/^Show value: Token/, (page) => page.getByText('The audit trail keeps')),
  },
  {
    name: 'the dialog that revokes a token',
    path: inProject('/tokens'),
    shows: (page) => page.getByRole('table'),
    act: press(/^Revoke: Token.*שלום/, (page) => page.getByText(/used it in the last day:/)),
  },
]
