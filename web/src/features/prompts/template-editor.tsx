import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { Annotation, Compartment, EditorState, type Extension, Transaction } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import type { Delimiters } from '@anvil/shared'
import { useEffect, useEffectEvent, useRef } from 'react'
import { styleNonce } from '../../lib/style-nonce.js'
import { type Names, templateCompletion } from './template-completion.js'
import { templateColours } from './template-colours.js'
import { templateProblems } from './template-problems.js'
import { textChange } from './text-change.js'

interface TemplateEditorProps {
  label: string
  value: string
  delimiters: Delimiters | null
  isReadOnly: boolean
  names: Names
  onChange: (text: string) => void
}

const FromOutside = Annotation.define<boolean>()
const access = new Compartment()
const THEME = EditorView.theme({
  '&': { backgroundColor: 'var(--color-surface)', color: 'var(--color-ink)' },
  '&.cm-focused': { outline: '2px solid var(--color-accent)' },
  '.cm-content': { fontFamily: 'var(--font-mono)', padding: '0.75rem', caretColor: 'var(--color-ink)' },
  '.cm-scroller': { maxHeight: '65vh', minHeight: '8rem', overflow: 'auto' },
  '.cm-tooltip': { backgroundColor: 'var(--color-surface)', border: '1px solid var(--color-line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--color-accent-wash)',
    color: 'var(--color-ink)',
  },
})

/** An editor for one template: coloured, checked and completed by the parser that renders it. */
export function TemplateEditor(props: TemplateEditorProps) {
  const { delimiters, label } = props
  return <Editor key={JSON.stringify([delimiters, label])} {...props} />
}

function Editor(props: TemplateEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const shown = useRef<EditorView>(null)
  const { value, isReadOnly, delimiters, label } = props
  const tell = useEffectEvent((text: string) => props.onChange(text))
  const names = useEffectEvent(() => props.names)
  const textNow = useEffectEvent(() => props.value)
  const settings = useEffectEvent(() => [
    ...extensionsFor(delimiters, () => names()),
    access.of(accessFor(isReadOnly)),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      if (docChanged && !transactions.some((change) => change.annotation(FromOutside))) tell(state.doc.toString())
    }),
  ])
  useEffect(() => {
    if (!place.current) return undefined
    const view = new EditorView({ parent: place.current, doc: textNow(), extensions: settings() })
    shown.current = view
    return () => view.destroy()
  }, [])
  useEffect(() => {
    const view = shown.current
    if (!view || view.state.doc.toString() === value) return
    view.dispatch({
      changes: textChange(view.state.doc.toString(), value),
      annotations: [FromOutside.of(true), Transaction.addToHistory.of(false)],
    })
  }, [value])
  useEffect(() => shown.current?.dispatch({ effects: access.reconfigure(accessFor(isReadOnly)) }), [isReadOnly])
  return <div ref={place} className="overflow-hidden rounded-md border border-strong-line" />
}

/** Taken away and given back without the focus and the cursor. */
function accessFor(isReadOnly: boolean): Extension {
  return [EditorState.readOnly.of(isReadOnly), EditorView.contentAttributes.of({ 'aria-readonly': String(isReadOnly) })]
}

function extensionsFor(delimiters: Delimiters | null, names: () => Names): Extension[] {
  return [
    ...(styleNonce === undefined ? [] : [EditorView.cspNonce.of(styleNonce)]),
    THEME,
    history(),
    EditorState.lineSeparator.of('\n'),
    EditorView.lineWrapping,
    keymap.of([...defaultKeymap, ...historyKeymap]),
    templateColours(delimiters),
    templateProblems(delimiters),
    templateCompletion(delimiters, names),
  ]
}
