import { type Extension, RangeSetBuilder, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { Delimiters } from '@anvil/shared'
import { tagsOf } from '@anvil/shared/template'

/** A longer text is coloured anew once typing pauses; until then its colours move along. */
const LARGE = 16_000
const PAUSE_MS = 200

const LOOKS = {
  variable: Decoration.mark({ class: 'text-accent' }),
  section: Decoration.mark({ class: 'text-good' }),
  include: Decoration.mark({ class: 'text-warn underline' }),
  remark: Decoration.mark({ class: 'text-muted italic' }),
}
const LOOK_OF = {
  name: LOOKS.variable,
  '{': LOOKS.variable,
  '&': LOOKS.variable,
  '#': LOOKS.section,
  '^': LOOKS.section,
  '/': LOOKS.section,
  '>': LOOKS.include,
  '=': LOOKS.remark,
  '!': LOOKS.remark,
}

/** Colours the tags of a template, as the parser that renders it reads them. */
export function templateColours(delimiters: Delimiters | null): Extension {
  return ViewPlugin.define((view) => new Colours(view, delimiters), { decorations: ({ tags }) => tags })
}

class Colours {
  readonly #delimiters: Delimiters | null
  #timer: ReturnType<typeof setTimeout> | undefined
  tags: DecorationSet

  constructor(view: EditorView, delimiters: Delimiters | null) {
    this.#delimiters = delimiters
    this.tags = colour(view.state.doc, delimiters)
  }

  update({ docChanged, changes, view }: ViewUpdate): void {
    if (!docChanged) return
    clearTimeout(this.#timer)
    if (view.state.doc.length <= LARGE) {
      this.tags = colour(view.state.doc, this.#delimiters)
      return
    }
    this.tags = this.tags.map(changes)
    this.#timer = setTimeout(() => {
      this.tags = colour(view.state.doc, this.#delimiters)
      view.dispatch({})
    }, PAUSE_MS)
  }

  destroy(): void {
    clearTimeout(this.#timer)
  }
}

/** The colours of a template's tags. */
export function colour(doc: Text, delimiters: Delimiters | null): DecorationSet {
  const marks = new RangeSetBuilder<Decoration>()
  for (const tag of tagsOf(doc.toString(), delimiters)) marks.add(tag.start, tag.end, LOOK_OF[tag.kind])
  return marks.finish()
}
