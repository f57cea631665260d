import { useMemo, useState } from 'react'
import type { Content } from './content.js'
import type { Difference } from './content-differences.js'
import { chosenContent, keyOf, mergedTexts, openOf, type Choices, type MergedText } from './merge-choices.js'
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
  /** Whether somebody has to choose a side of what differs beside the texts. */
  isOpen: (difference: Difference) => boolean
  /** One's own content as it is now with what was chosen; undefined while something is open. */
  merge: (mine: Content) => Content | undefined
}

/**
 * Puts the texts of two contents together, difference by difference, and asks for a side of the rest that both changed;
 * undefined where the texts can't be laid over each other.
 */
export function useMerging(sides: Sides, rest: readonly Difference[]): Merging | undefined {
  const [choices, setChoices] = useState<Choices>(new Map())
  const texts = useMemo(() => mergedTexts(sides), [sides])
  if (!texts) return undefined
  const isOpen = (difference: Difference) =>
    !difference.isTheirsOnly && !difference.isMineOnly && !choices.has(keyOf(difference))
  return {
    texts,
    choices,
    choose: (key, side) => setChoices(new Map(choices).set(key, side)),
    open: openOf(texts, choices) + rest.filter(isOpen).length,
    isOpen,
    merge: (mine) => {
      const now = mine === sides.mine ? texts : mergedTexts({ ...sides, mine })
      return now && chosenContent(mine, now, choices)
    },
  }
}
