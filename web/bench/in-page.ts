import type { Page } from 'playwright-core'

/** What runs in the page is given as text: it is not compiled with the rest. */
const WAIT_FOR_TEXT = `(text) => new Promise((resolve) => {
  const look = () => {
    if (document.querySelector('main')?.textContent.includes(text)) requestAnimationFrame(() => resolve(performance.now()))
    else requestAnimationFrame(look)
  }
  look()
})`

const asked = (text: string): string => `(${WAIT_FOR_TEXT})(${JSON.stringify(text)})`

/** Milliseconds from the start of a navigation to the frame that shows a text. */
export async function firstPaint(page: Page, address: string, text: string): Promise<number> {
  await page.goto(address, { waitUntil: 'commit' })
  return Number(await page.evaluate(asked(text)))
}

/** Milliseconds from the request for what was typed to the frame that shows a text of the answer. */
export async function searchInPage(page: Page, words: string, text: string): Promise<number> {
  const shown = page.evaluate(asked(text))
  await page.getByLabel('Find in ids and texts').fill(words)
  const at = Number(await shown)
  const begun = await page.evaluate(
    (asked) =>
      performance.getEntriesByType('resource').findLast(({ name }) => new URL(name).searchParams.get('q') === asked)
        ?.startTime,
    words,
  )
  return at - Number(begun)
}

const FRAMES = `(text, step, frames) => new Promise((resolve) => {
  const holder = [...document.querySelectorAll('main li, main tr')].find((row) => row.textContent.includes(text))
  const scrolls = (one) => one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY !== 'visible'
  let scroller = holder ?? document.body
  while (scroller !== document.body && !scrolls(scroller)) scroller = scroller.parentElement
  if (scroller === document.body) scroller = document.scrollingElement
  const times = []
  const next = (now) => {
    times.push(now)
    scroller.scrollTop += step
    if (times.length <= frames) requestAnimationFrame(next)
    else resolve(times.slice(1).map((time, at) => time - times[at]))
  }
  requestAnimationFrame(next)
})`

/** Milliseconds between the frames of a page that scrolls by so many pixels a frame, from a row with a text. */
export async function frameTimes(
  page: Page,
  { text, step, frames }: { text: string; step: number; frames: number },
): Promise<number[]> {
  const times = await page.evaluate(`(${FRAMES})(${JSON.stringify(text)}, ${step}, ${frames})`)
  return Array.isArray(times) ? times.map(Number) : []
}
