import { type Face, heading, inProject, press, text } from './face.js'
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
  { name: 'the first run', path: () => '/first-run', shows: heading('Make the first admin') },
]

/** Every page, and every dialog of it. */
export const FACES: Face[] = [...ORGANISATIONS, ...HOME, ...PROMPTS, ...VERSIONS, ...RELEASES, ...FLEET]
