import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete'
import type { EditorState, Extension } from '@codemirror/state'
import type { Delimiters } from '@anvil/shared'
import { DEFAULT_DELIMITERS, tagsOf } from '@anvil/shared/template'

const PAUSE_MS = 150
/** What else may be typed of a name while the same ones are offered. */
const NAME = /^[\p{L}\p{M}\p{N}_.-]*$/u
const NAMING = new Set(['name', '{', '&', '#', '^'])

/** Prompts that may be included, found by a part of their ids. */
export interface FoundIds {
  ids: readonly { id: string; set?: string | undefined }[]
  /** Whether these are all, so that more letters need no new question. */
  areAll: boolean
}

/** What may be named in a template. */
export interface Names {
  variables: readonly string[]
  findIds: (typed: string, signal: AbortSignal) => Promise<FoundIds>
}

/** Offers names in a tag: of variables, of sections that are open, and of prompts to include. */
export function templateCompletion(delimiters: Delimiters | null, names: () => Names): Extension {
  return autocompletion({ override: [completeTag(delimiters, names)], icons: false })
}

/** What is offered at a place of a template. */
export function completeTag(delimiters: Delimiters | null, names: () => Names): CompletionSource {
  return (context) => {
    const tag = tagBefore(context, delimiters ?? DEFAULT_DELIMITERS)
    if (!tag) return null
    const { mark, word, from, tagAt } = tag
    if (mark === '>') return offerIds(context, { word, from }, names())
    if (mark === '/') return offer(from, openSections(context.state, tagAt, delimiters))
    return offer(from, [...new Set([...names().variables, ...usedNames(context.state, delimiters, tagAt)])])
  }
}

interface TagBefore {
  mark: string
  word: string
  /** Where the word begins. */
  from: number
  /** Where the tag begins. */
  tagAt: number
}

/** The tag in which the cursor is, as far as it is written. */
function tagBefore({ state, pos }: CompletionContext, [open, close]: Delimiters): TagBefore | undefined {
  const line = state.doc.lineAt(pos)
  const before = line.text.slice(0, pos - line.from)
  const at = before.lastIndexOf(open)
  const inside = before.slice(at + open.length)
  if (at === -1 || inside.includes(close)) return undefined
  const found = /^\s*([#^/>{&]?)\s*([\p{L}\p{M}\p{N}_.-]*)$/u.exec(inside)
  if (!found) return undefined
  const [, mark = '', word = ''] = found
  return { mark, word, from: pos - word.length, tagAt: line.from + at }
}

const offer = (from: number, labels: readonly string[]): CompletionResult => ({
  from,
  options: labels.map((label): Completion => ({ label })),
  validFor: NAME,
})

/** The names of tags that are written, but for the one that is being written. */
function usedNames(state: EditorState, delimiters: Delimiters | null, tagAt: number): string[] {
  return tagsOf(state.doc.toString(), delimiters).flatMap(({ kind, start, content }) =>
    NAMING.has(kind) && start !== tagAt && content !== '.' && NAME.test(content) ? [content] : [],
  )
}

/** The sections that are not closed before a place, the inner one first. */
function openSections(state: EditorState, tagAt: number, delimiters: Delimiters | null): string[] {
  const open: string[] = []
  for (const { kind, content } of tagsOf(state.sliceDoc(0, tagAt), delimiters)) {
    if (kind === '#' || kind === '^') open.unshift(content)
    else if (kind === '/') open.shift()
  }
  return open
}

/** Asks for ids once typing pauses; what is typed meanwhile ends the question. */
async function offerIds(
  context: CompletionContext,
  { word, from }: Pick<TagBefore, 'word' | 'from'>,
  { findIds }: Names,
): Promise<CompletionResult | null> {
  const asking = new AbortController()
  context.addEventListener('abort', () => asking.abort(), { onDocChange: true })
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  if (context.aborted) return null
  try {
    const { ids, areAll } = await findIds(word, asking.signal)
    const options = ids.map(({ id, set }): Completion => ({ label: id, ...(set !== undefined && { detail: set }) }))
    return { from, options, ...(areAll && { validFor: NAME }) }
  } catch {
    return null
  }
}
