import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import type { Delimiters } from '@anvil/shared'
import { DEFAULT_DELIMITERS } from '@anvil/shared/template'

/** What may be named in a template. */
export interface Names {
  variables: readonly string[]
  includes: readonly string[]
}

/** Offers names of variables in a tag, and ids of prompts in a tag that includes one. */
export function templateCompletion(delimiters: Delimiters | null, names: () => Names): Extension {
  const [open, close] = delimiters ?? DEFAULT_DELIMITERS
  const complete = ({ state, pos }: CompletionContext): CompletionResult | null => {
    const line = state.doc.lineAt(pos)
    const before = line.text.slice(0, pos - line.from)
    const tagAt = before.lastIndexOf(open)
    const inside = before.slice(tagAt + open.length)
    if (tagAt === -1 || inside.includes(close)) return null
    const [, mark = '', word = ''] = /^\s*([#^/>{&]?)\s*([\w.-]*)$/u.exec(inside) ?? []
    if (word === '' && mark === '' && inside.trim() !== '') return null
    const { variables, includes } = names()
    const options = (mark === '>' ? includes : variables).map((label) => ({ label }))
    return { from: pos - word.length, options, validFor: /^[\w.-]*$/ }
  }
  return autocompletion({ override: [complete], icons: false })
}
