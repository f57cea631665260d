import type { Content } from './content.js'
import type { Difference } from './content-differences.js'
import { type Hunk, mergeText, type Piece, type Side } from './merge-text.js'

/** Which side was chosen, by the key of the difference. */
export type Choices = ReadonlyMap<string, Side>

/** One text of two contents, in parts. */
export interface MergedText {
  /** What it is called where a content has several. */
  name: string
  parts: readonly MergePart[]
}

/** A part of a text; one that differs has a key by which it is chosen, also after more was written elsewhere. */
export type MergePart = { text: string } | { key: string; hunk: Hunk }

interface Sides {
  mine: Content
  theirs: Content
  base: Content | undefined
}

/** The texts of two contents in parts; undefined where they can't be laid over each other. */
export function mergedTexts({ mine, theirs, base }: Sides): MergedText[] | undefined {
  const [own, other] = [textsOf(mine), textsOf(theirs)]
  if (!fits(own, other)) return undefined
  const before = base && textsOf(base)
  const began = before && fits(before, own) ? before : undefined
  return own.map(({ name, text }, at) => {
    const sides = { mine: text, theirs: other[at]?.text ?? '', base: began?.[at]?.text }
    return { name, parts: withKeys(name, mergeText(sides)) }
  })
}

/** One's own content with the texts that were chosen; undefined while something is not chosen yet. */
export function chosenContent(mine: Content, texts: readonly MergedText[], choices: Choices): Content | undefined {
  if (openOf(texts, choices) > 0) return undefined
  const said = texts.map(({ parts }) => parts.map((part) => sayPart(part, choices) ?? '').join(''))
  if (mine.kind === 'text') return { ...mine, template: said[0] ?? '' }
  return { ...mine, messages: mine.messages.map((message, at) => ({ ...message, template: said[at] ?? '' })) }
}

/** How many differences somebody has to choose. */
export const openOf = (texts: readonly MergedText[], choices: Choices): number =>
  texts.flatMap(({ parts }) => parts).filter((part) => sayPart(part, choices) === undefined).length

/** What a part says with what was chosen; undefined where that is open. */
export function sayPart(part: MergePart, choices: Choices): string | undefined {
  if ('text' in part) return part.text
  const side = sideOf(part, choices)
  return side && part.hunk[side]
}

/** The side that is taken of a difference: what was chosen, or who alone changed it. */
export const sideOf = ({ key, hunk }: { key: string; hunk: Hunk }, choices: Choices): Side | undefined =>
  choices.get(key) ?? hunk.by

/** By what one's own side of a difference beside the texts is chosen. */
export const keyOf = ({ what, mine, theirs }: Pick<Difference, 'what' | 'mine' | 'theirs'>): string =>
  JSON.stringify([what, mine, theirs])

/** The texts of a content, each with what tells it from the others. */
const textsOf = (content: Content): { name: string; text: string }[] =>
  content.kind === 'text'
    ? [{ name: '', text: content.template }]
    : content.messages.map(({ role, template }, at) => ({ name: `Message ${at + 1}, ${role}`, text: template }))

const fits = (one: readonly { name: string }[], other: readonly { name: string }[]): boolean =>
  one.length === other.length && one.every(({ name }, at) => name === other[at]?.name)

function withKeys(name: string, pieces: readonly Piece[]): MergePart[] {
  const seen = new Map<string, number>()
  return pieces.map((piece) => {
    if (typeof piece === 'string') return { text: piece }
    const says = JSON.stringify([name, piece.mine, piece.theirs])
    const count = seen.get(says) ?? 0
    seen.set(says, count + 1)
    return { key: `${count}${says}`, hunk: piece }
  })
}
