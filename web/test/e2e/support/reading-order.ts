import { settle } from '@anvil/shared'
import type { Page } from 'playwright-core'

/** Goes through every paragraph of the page; a paragraph is what its nearest ancestor lays out that is not inline itself. */
const FIND = `(names) => {
  const isInline = (element) => ['inline', 'contents'].includes(getComputedStyle(element).display)
  const paragraphOf = ({ parentElement }) => {
    let element = parentElement
    while (isInline(element)) element = element.parentElement
    return element
  }
  const rectsOf = (node, from, to) => {
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, to)
    return [...range.getClientRects()].filter(({ width }) => width > 0)
  }
  const pieces = function* (node) {
    const held = node.parentElement.closest('bdi')
    for (let at = 0; at < node.data.length; ) {
      const name = held ? node.data : names.find((each) => node.data.startsWith(each, at))
      const end = at + (name?.length ?? 1)
      const rects = rectsOf(node, at, end)
      for (const top of new Set(rects.map((rect) => Math.round(rect.top)))) {
        const onLine = rects.filter((rect) => Math.round(rect.top) === top)
        yield { top, left: Math.min(...onLine.map(({ left }) => left)), isOurs: name === undefined }
      }
      at = end
    }
  }
  const paragraphs = new Map()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node.parentElement.closest('script, style, noscript, textarea, select, .cm-editor')) continue
    if (getComputedStyle(node.parentElement).whiteSpace.startsWith('pre')) continue
    const paragraph = paragraphOf(node)
    paragraphs.set(paragraph, [...(paragraphs.get(paragraph) ?? []), ...pieces(node)])
  }
  const isTurned = (found) =>
    found.some((piece, at) => {
      const before = found[at - 1]
      return before && (piece.isOurs || before.isOurs) && Math.abs(piece.top - before.top) < 4 && piece.left < before.left - 0.5
    })
  return [...paragraphs].filter(([, found]) => isTurned(found)).map(([{ textContent }]) => textContent.slice(0, 300))
}`

/** The paragraphs in which a name moved the words around it: these are to be read from left to right, with each name in its place. */
export async function turnedOver(page: Page, names: readonly string[]): Promise<unknown> {
  const shown = names.flatMap((name) => [name, settle(name)]).map((name) => name.replaceAll(/\s+/g, ' '))
  return page.evaluate(`(${FIND})(${JSON.stringify([...new Set(shown)])})`)
}
