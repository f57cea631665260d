import { type Face, heading, inProject, inSet, type Place, press, text } from './face.js'
import { rewrite } from './hostile-scene.js'
import { LINK, SEARCHED } from './hostile-text.js'

const chooseFile = async ({ page, scene }: Place): Promise<void> => {
  const rows = scene.names.slice(0, 6).map((name, at) => `"${name.replaceAll('"', '""')}","Text ${at} {{name}}"`)
  const buffer = Buffer.from(['title,text', ...rows].join('\n'))
  await page.getByLabel('Files to import').setInputFiles({ name: '<script>.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: /^Import \d+ prompts/ }).waitFor()
}

/** Has somebody else write what is being written here. */
const writeAtOnce = async ({ page, scene }: Place): Promise<void> => {
  await page.route('**/api/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await page.getByLabel('Text of the prompt').click()
  await page.keyboard.type(' Mine.')
  await page.getByText(/^Offline: .* kept in this browser/).waitFor()
  await rewrite({ ...scene, by: scene.ben }, scene.sets.draft, 'tree.conflict', { kind: 'text', template: LINK })
  await page.unroute('**/api/**')
  await page.getByRole('heading', { name: /changed this prompt while you were writing/ }).waitFor()
}

const select = async ({ page }: Place): Promise<void> => {
  await page
    .getByRole('checkbox', { name: /^Select tree/ })
    .first()
    .check()
  await page.getByRole('button', { name: /^Download/ }).waitFor()
}

/** Where prompts are found, written and imported. */
export const PROMPTS: Face[] = [
  {
    name: 'the prompt sets',
    path: inProject('/prompts'),
    shows: (page) => page.getByRole('list', { name: 'Prompt sets' }),
  },
  {
    name: 'the dialog for a new prompt set',
    path: inProject('/prompts'),
    shows: (page) => page.getByRole('list', { name: 'Prompt sets' }),
    act: press('New prompt set'),
  },
  { name: 'a prompt set', path: inSet('approved'), shows: (page) => page.getByRole('link', { name: /^desk.reply/ }) },
  {
    name: 'a locked prompt set',
    path: inSet('locked'),
    shows: (page) => page.getByRole('link', { name: /^shared.tone/ }),
  },
  {
    name: 'a prompt set with its tree and a selection',
    path: inSet('draft'),
    shows: (page) => page.getByRole('treeitem', { name: /^tree/ }),
    act: select,
  },
  {
    name: 'the dialog that moves prompts',
    path: inSet('draft'),
    shows: (page) => page.getByRole('treeitem', { name: /^tree/ }),
    act: async (place) => {
      await select(place)
      await press(/^Move/, (page) => page.getByLabel('Into the draft of'))(place)
    },
  },
  {
    name: 'the dialog that deletes prompts',
    path: inSet('draft'),
    shows: (page) => page.getByRole('treeitem', { name: /^tree/ }),
    act: async (place) => {
      await select(place)
      await press(/^Delete/)(place)
    },
  },
  {
    name: 'the dialog for a new prompt',
    path: inSet('draft'),
    shows: (page) => page.getByRole('treeitem', { name: /^tree/ }),
    act: press('New prompt'),
  },
  {
    name: 'a search that finds nothing',
    path: inSet('draft', `?q=${encodeURIComponent(SEARCHED)}`),
    shows: text(/^No prompt of this set/),
  },
  { name: 'a prompt', path: inSet('approved', '/edit/desk.reply'), shows: heading('Preview') },
  { name: 'a chat', path: inSet('approved', '/edit/desk.chat.long'), shows: heading('Preview') },
  { name: 'a prompt of 144 KB', path: inSet('approved', '/edit/desk.chat.big'), shows: heading('Preview') },
  { name: 'a locked prompt', path: inSet('locked', '/edit/shared.tone'), shows: text('This set is locked') },
  {
    name: 'a conflict',
    path: inSet('draft', '/edit/tree.conflict'),
    shows: heading('Preview'),
    act: writeAtOnce,
    expects: /status of 412|ERR_FAILED/,
  },
  { name: 'an import', path: inSet('draft', '/import'), shows: heading(/^Import into/) },
  { name: 'the plan of an import', path: inSet('draft', '/import'), shows: heading(/^Import into/), act: chooseFile },
]
