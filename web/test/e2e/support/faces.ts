import { type Face, heading, inProject, type Place, press, text } from './face.js'
import { PROMPTS } from './prompt-faces.js'
import { FLEET, RELEASES, VERSIONS } from './release-faces.js'

const ORGANISATIONS: Face[] = [
  { name: 'the list of organisations', path: () => '/organisations', shows: text('Organisation') },
  {
    name: 'the dialog for a new organisation',
    path: () => '/organisations',
    shows: heading('Organisations'),
    act: press('New organisation'),
  },
  {
    name: 'an organisation',
    path: ({ ada }) => `/organisations/${ada.organisationId}`,
    shows: (page) => page.getByRole('list', { name: 'Projects' }),
  },
  {
    name: 'the dialog for a new project',
    path: ({ ada }) => `/organisations/${ada.organisationId}`,
    shows: (page) => page.getByRole('list', { name: 'Projects' }),
    act: press('New project'),
  },
  {
    name: 'a page that is not there',
    path: () => '/nowhere',
    shows: heading('There is no such page'),
    expects: /status of 404/,
  },
  {
    name: 'a project that is not there',
    path: () => '/projects/%3Cscript%3E',
    shows: heading('There is no such page'),
    expects: /status of 400/,
  },
]

const members = ({ ada }: Parameters<Face['path']>[0]) => `/organisations/${ada.organisationId}/members`

/** The roles of an owner who is the last stay as they are, so of somebody else. */
async function openRoles({ page }: Place): Promise<void> {
  await page.locator('[aria-label^="Change roles"]:not([aria-disabled])').first().click()
  await page.getByRole('dialog').waitFor()
}

const MEMBERS: Face[] = [
  { name: 'the members of an organisation', path: members, shows: heading('Invitations') },
  { name: 'the dialog to invite', path: members, shows: heading('Invitations'), act: press('Invite …') },
  { name: 'the dialog for roles', path: members, shows: heading('Invitations'), act: openRoles },
  { name: 'the dialog to take somebody out', path: members, shows: heading('Invitations'), act: press(/^Remove: /) },
  { name: 'the members of a project', path: inProject('/members'), shows: (page) => page.getByRole('table') },
]

const ACCOUNT: Face[] = [
  { name: 'the account', path: () => '/account', shows: heading('API keys') },
  {
    name: 'the dialog for an API key',
    path: () => '/account',
    shows: (page) => page.getByRole('button', { name: 'Make an API key' }),
    act: press('Make an API key'),
  },
]

const POLICY: Face[] = [{ name: 'the policy', path: inProject('/policy'), shows: heading('History') }]

const SETTINGS: Face[] = [
  { name: 'the settings', path: inProject('/settings'), shows: (page) => page.getByLabel('Approvals needed to lock') },
  { name: 'the environments', path: inProject('/environments'), shows: (page) => page.getByRole('table') },
  {
    name: 'the dialog for a new environment',
    path: inProject('/environments'),
    shows: (page) => page.getByRole('table'),
    act: press('New environment'),
  },
  {
    name: 'the dialog for an environment',
    path: inProject('/environments'),
    shows: (page) => page.getByRole('table'),
    act: press(/^Change: /),
  },
]

const HOME: Face[] = [
  { name: 'home', path: inProject(''), shows: heading('Last published to production') },
  { name: 'home of a new project', path: ({ freshId }) => `/projects/${freshId}`, shows: heading('First steps') },
  {
    name: 'the palette',
    path: inProject(''),
    shows: heading('Last published to production'),
    act: async ({ page }) => {
      await page.keyboard.press('Control+k')
      await page
        .getByRole('option', { name: /Versions of/ })
        .first()
        .waitFor()
    },
  },
  {
    name: 'the keys',
    path: inProject(''),
    shows: heading('Last published to production'),
    act: async ({ page }) => {
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    },
  },
  {
    name: 'the menu of who is signed in',
    path: inProject(''),
    shows: heading('Last published to production'),
    act: press(/^You: /, (page) => page.getByRole('menu')),
  },
  {
    name: 'the project switch',
    path: inProject(''),
    shows: heading('Last published to production'),
    act: press(/switch project$/, (page) => page.getByRole('menu')),
  },
]

/** Pages that anybody sees. */
export const OUTSIDE: Face[] = [
  { name: 'signing in', path: () => '/sign-in', shows: heading('Sign in') },
  {
    name: 'signing in, refused',
    path: () => `/sign-in?to=${encodeURIComponent('javascript:window.ran=1')}`,
    shows: heading('Sign in'),
    act: async ({ page }) => {
      await page.getByLabel('E-mail').fill('nobody@example.com')
      await page.getByLabel('Password').fill('<script>window.ran=1</script>')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
    },
    expects: /status of 401/,
  },
  {
    name: 'coming back from an issuer without having left',
    path: () => '/sign-in/oidc/callback?code=%3Cscript%3E&state=x',
    shows: (page) => page.getByRole('alert'),
  },
  { name: 'joining without a link', path: () => '/join', shows: text('needs the whole link') },
  { name: 'the first run', path: () => '/first-run', shows: heading('Make the first admin') },
]

/** Every page, and every dialog of it. */
export const FACES: Face[] = [
  ...ORGANISATIONS,
  ...MEMBERS,
  ...ACCOUNT,
  ...HOME,
  ...POLICY,
  ...SETTINGS,
  ...PROMPTS,
  ...VERSIONS,
  ...RELEASES,
  ...FLEET,
]
