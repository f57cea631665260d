/**
 * `npm run bench:page`: how the page stands 10,000 prompts in a set and 500 LIVE instances, in Chromium, against the
 * same page with few of them, an empty page, the API alone and SQL alone. On the embedded database of a real FORGE.
 * `--rounds <n>`, `--prompts <n>`, `--instances <n>`, `--only paint|typing|search|frames`, `--json`.
 */
import { parseArgs } from 'node:util'
import { PromptPage } from '@anvil/shared/api'
import type { BrowserContext } from 'playwright-core'
import { openBrowser } from '../test/e2e/support/browser.js'
import { signIn } from '../test/e2e/support/people.js'
import { ruleNumberOf } from '../test/support/many-prompts.js'
import { firstPaint, frameTimes, searchInPage } from './in-page.js'
import { type Typing, typeInto } from './typing.js'
import { openPageScene, type PageScene, type Pair, type Place } from './page-scene.js'

const { values: wanted } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '9' },
    only: { type: 'string' },
    prompts: { type: 'string', default: '10000' },
    instances: { type: 'string', default: '500' },
  },
})
const ROUNDS = Array.from({ length: Number(wanted.rounds) }, (_, round) => round)
const FRAMES = { scrolling: 120, resting: 240 }
const STEP = 150
const KEYS = 40
/** A frame is in time when it took at most so much longer than the usual one of an empty page. */
const IN_TIME = 1.5

const scene = await openPageScene({ prompts: Number(wanted.prompts), instances: Number(wanted.instances) })
const browser = await openBrowser()
try {
  await signInOnce(browser.context)
  const { prompts, fleet, deliveries, editors } = scene.pairs
  const parts: Record<string, () => Promise<Row[]>> = {
    paint: async () => [
      await paintRow(`prompts of a set, ${wanted.prompts} / 10`, prompts),
      await paintRow(`fleet, ${wanted.instances} / 1`, fleet),
      await paintRow(`deliveries, ${wanted.instances} / 1`, deliveries),
    ],
    typing: () => typingRows(editors),
    search: () => searchRows(scene),
    frames: async () => [
      await framesRow('scrolling prompts', prompts.large, STEP),
      await framesRow('scrolling the fleet', fleet.large, STEP),
      await framesRow('scrolling deliveries', deliveries.large, STEP),
      await framesRow('a fleet at rest, asked anew', fleet.large, 0),
      await framesRow('deliveries at rest, asked anew', deliveries.large, 0),
    ],
  }
  const rows: Row[] = []
  for (const [name, part] of Object.entries(parts)) {
    if (wanted.only === undefined || wanted.only === name) rows.push(...(await part()))
  }
  if (wanted.json === true) process.stdout.write(`${JSON.stringify(rows)}\n`)
  else console.table(Object.fromEntries(rows.map(({ what, ...row }) => [what, row])))
} finally {
  await browser.close()
  await scene.close()
}

async function signInOnce(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  await page.goto(scene.forge.url)
  await signIn(page, scene.ada.email)
  await page.getByRole('button', { name: /^You: / }).waitFor()
  await page.close()
}

function addressOf({ path }: Place): string {
  return `${scene.forge.url}${path}`
}

async function paintOf(place: Place): Promise<number> {
  const page = await browser.context.newPage()
  const took = await firstPaint(page, addressOf(place), place.shows)
  await page.close()
  return took
}

async function paintRow(what: string, { large, small }: Pair) {
  console.error(what)
  await paintOf(large)
  const ratios: number[] = []
  for (const _ of ROUNDS) {
    const limit = await paintOf(small)
    ratios.push((await paintOf(large)) / limit)
  }
  return { what: `first paint: ${what}`, ...timesOf(ratios) }
}

/** The same search in the page, by the API alone, and as SQL alone; each round looks for the words of another prompt. */
async function searchRows({ forge, ada, project, promptSetId, prompts, pairs }: PageScene) {
  const page = await browser.context.newPage()
  await firstPaint(page, addressOf(pairs.prompts.large), pairs.prompts.large.shows)
  const api = `/projects/${project.id}/prompt-sets/${promptSetId}/prompts?limit=100&q=`
  const sql = 'SELECT * FROM prompts WHERE prompt_set_id = ? AND (prompt_id ILIKE ? OR template ILIKE ?) LIMIT 101'
  console.error('search')
  const took: { page: number; api: number; sql: number }[] = []
  for (const round of ROUNDS) {
    const words = [1, 2, 3].map((part) => (prompts.length - 1 - round * 97 - part * 1_009) % prompts.length)
    const [inPage = 0, inApi = 0, inSql = 0] = words.map((at) => (at < 0 ? at + prompts.length : at))
    took.push({
      page: await searchInPage(page, `number ${ruleNumberOf(inPage)}`, prompts[inPage]?.id ?? ''),
      api: await timed(() => ada.request(PromptPage, `${api}number+${ruleNumberOf(inApi)}`)),
      sql: await timed(() =>
        forge.ctx.db.raw(sql, [promptSetId, ...Array<string>(2).fill(`%number ${ruleNumberOf(inSql)}%`)]),
      ),
    })
  }
  await page.close()
  return [
    { what: 'search by content: page / API', ...timesOf(took.map(({ page, api }) => page / api)) },
    { what: 'search by content: API / SQL', ...timesOf(took.map(({ api, sql }) => api / sql)) },
  ]
}

/** Typing in a large prompt and in a small one, in turn. */
async function typingRows({ large, small }: Pair) {
  console.error('typing')
  const took: { large: Typing; small: Typing }[] = []
  for (const _ of ROUNDS) took.push({ small: await typingIn(small), large: await typingIn(large) })
  return [
    {
      what: 'typing, main thread for a key: 144 KB / 1 KB',
      ...timesOf(took.map(({ large: l, small: s }) => l.busy / s.busy)),
    },
    {
      what: 'typing, slowest key to frame: 144 KB / 1 KB',
      ...timesOf(took.map(({ large: l, small: s }) => l.slowest / s.slowest)),
    },
  ]
}

async function typingIn(place: Place): Promise<Typing> {
  const page = await browser.context.newPage()
  await firstPaint(page, addressOf(place), place.shows)
  const typing = await typeInto(page, KEYS)
  await page.close()
  return typing
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}

/** Frames of a page beside those of an empty one that does the same. */
async function framesRow(what: string, place: Place, step: number) {
  console.error(what)
  const frames = step === 0 ? FRAMES.resting : FRAMES.scrolling
  const shares: number[] = []
  const longest: number[] = []
  for (const _ of ROUNDS.slice(0, 3)) {
    const page = await browser.context.newPage()
    await page.setContent('<main><ul><li style="height: 100000px">empty</li></ul></main>')
    const empty = await frameTimes(page, { text: 'empty', step, frames })
    await firstPaint(page, addressOf(place), place.shows)
    const full = await frameTimes(page, { text: place.shows, step, frames })
    await page.close()
    const limit = quantile(empty, 0.5) * IN_TIME
    shares.push(full.filter((time) => time <= limit).length / full.length)
    longest.push(Math.max(...full) / Math.max(...empty))
  }
  const inTime = `${(100 * quantile(shares, 0.5)).toFixed(1)} %`
  return { what: `${what}: longest frame / empty page’s`, ...timesOf(longest), 'frames in time': inTime }
}

interface Row {
  what: string
  median: string
  spread: string
}

function timesOf(ratios: readonly number[]): { median: string; spread: string } {
  const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => quantile(ratios, share).toFixed(2))
  return { median: `${middle}×`, spread: `${low}–${high}` }
}

/** The number below which a share of some numbers lies. */
function quantile(numbers: readonly number[], share: number): number {
  const inOrder = numbers.toSorted((a, b) => a - b)
  return inOrder[Math.round((inOrder.length - 1) * share)] ?? Number.NaN
}
