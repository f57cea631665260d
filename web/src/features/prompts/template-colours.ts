import { type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView, ViewPlugin } from '@codemirror/view'
import type { Delimiters } from '@anvil/shared'
import { tagsOf } from '@anvil/shared/template'

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
  const colour = (view: EditorView): DecorationSet => {
    const marks = new RangeSetBuilder<Decoration>()
    for (const tag of tagsOf(view.state.doc.toString(), delimiters)) marks.add(tag.start, tag.end, LOOK_OF[tag.kind])
    return marks.finish()
  }
  return ViewPlugin.define(
    (view) => ({
      tags: colour(view),
      update({ docChanged, view: now }) {
        if (docChanged) this.tags = colour(now)
      },
    }),
    { decorations: ({ tags }) => tags },
  )
}
