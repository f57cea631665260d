import type { Aside, AsideCopies } from './aside-copies.js'
import { type Content, isSame } from './content.js'
import type { LocalCopies } from './local-copy.js'
import type { PromptKeeper } from './prompt-keeper.js'

/** A text of a prompt that is kept here and nowhere else. */
export interface LeftText {
  content: Content
  forget: () => void
}

/** What is left of a prompt: what this page or another one could not save, and what was set aside; the same text once. */
export function leftTexts(
  { copies, asides }: { copies: LocalCopies; asides: AsideCopies },
  keeper: PromptKeeper | undefined,
): LeftText[] {
  const here = keeper ? [{ content: keeper.get().content, forget: () => keeper.letGo() }] : []
  const unsaved = copies.left().map(({ copy, forget }) => ({ content: copy.content, forget }))
  const own = asides.list().filter(({ writer }) => writer === undefined)
  const set = own.map((aside: Aside) => ({ content: aside.content, forget: () => asides.drop(aside) }))
  return [...here, ...unsaved, ...set].reduce<LeftText[]>(together, [])
}

/** Adds a text; one that is there is forgotten with it. */
function together(texts: LeftText[], { content, forget }: LeftText): LeftText[] {
  const at = texts.findIndex((text) => isSame(text.content, content))
  const known = texts[at]
  if (!known) return [...texts, { content, forget }]
  const both = () => {
    known.forget()
    forget()
  }
  return texts.with(at, { content, forget: both })
}
