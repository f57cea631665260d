import type { LinkProps } from '@tanstack/react-router'

/** Something that the palette offers: a place to go to, or a thing to do. */
export interface Found {
  key: string
  title: string
  /** More about it, in a line. */
  detail?: string
  kind: 'Page' | 'Action' | 'Prompt set' | 'Prompt' | 'Project' | 'Organisation'
  /** Why it can't be done now. */
  because?: string | undefined
  pick: { link: Pick<LinkProps, 'to' | 'params' | 'search'> } | { run: () => void }
}

/** Those that have all the words that were typed in their title or kind; all where nothing was. */
export function matching(all: readonly Found[], text: string): Found[] {
  const words = text.toLowerCase().split(/\s+/)
  return all.filter(({ title, kind }) => words.every((word) => `${title} ${kind}`.toLowerCase().includes(word)))
}
