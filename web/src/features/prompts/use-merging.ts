import { useMemo, useState } from 'react'
import type { Content } from './content.js'
import { chosenContent, mergedTexts, openOf, type Choices, type MergedText } from './merge-choices.js'
import type { Side } from './merge-text.js'

interface Sides {
  mine: Content
  theirs: Content
  base: Content | undefined
}

/** The texts of two contents being put together. */
export interface Merging {
  texts: readonly MergedText[]
  choices: Choices
  choose: (key: string, side: Side) => void
  /** How many differences somebody has to choose yet. */
  open: number
  /** What was put together; undefined while something is open. */
  merged: Content | undefined
}

/** Puts the texts of two contents together, difference by difference; undefined where they can't be laid over each other. */
export function useMerging(sides: Sides): Merging | undefined {
  const [choices, setChoices] = useState<Choices>(new Map())
  const texts = useMemo(() => mergedTexts(sides), [sides])
  if (!texts) return undefined
  return {
    texts,
    choices,
    choose: (key, side) => setChoices(new Map(choices).set(key, side)),
    open: openOf(texts, choices),
    merged: chosenContent(sides.mine, texts, choices),
  }
}
