import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { Annotation, Compartment, EditorState, type Extension, type Text, Transaction } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef } from 'react'
import { styleNonce } from '../lib/style-nonce.js'
import { textChange } from './text-change.js'

interface CodeEditorProps {
  label: string
  value: string
  isReadOnly: boolean
  onChange: (text: string) => void
  /** What this editor has beside the usual; read once, when it is opened. */
  extensions: () => Extension[]
  /** What somebody else found wrong with the text, by line, and the id of where it is told. */
  told?: { id: string; problems: readonly LineProblem[] }
}

/** What is wrong with a line of a text. */
export interface LineProblem {
  line: number
  problem: string
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
  '.cm-gutters': {
    backgroundColor: 'var(--color-sunken)',
    color: 'var(--color-muted)',
    borderRight: '1px solid var(--color-line)',
  },
})

/** An editor for a text of many lines. What comes from outside replaces as little as possible, and is not undone by keys. */
export function CodeEditor(props: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const shown = useRef<EditorView>(null)
  const { value, isReadOnly, label, told } = props
  const problemsId = told && told.problems.length > 0 ? told.id : undefined
  const tell = useEffectEvent((text: string) => props.onChange(text))
  const textNow = useEffectEvent(() => props.value)
  const settings = useEffectEvent(() => [
    ...USUAL,
    ...props.extensions(),
    access.of(accessFor(isReadOnly, problemsId)),
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
  useEffect(
    () => shown.current?.dispatch({ effects: access.reconfigure(accessFor(isReadOnly, problemsId)) }),
    [isReadOnly, problemsId],
  )
  useEffect(() => {
    const view = shown.current
    if (view && told) view.dispatch(setDiagnostics(view.state, told.problems.map(markIn(view.state.doc))))
  }, [told])
  return <div ref={place} className="overflow-hidden rounded-md border border-strong-line" />
}

const markIn =
  (doc: Text) =>
  ({ line, problem }: LineProblem): Diagnostic => {
    const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines))
    return { from, to, severity: 'error', message: problem }
  }

/** Taken away and given back without the focus and the cursor. */
function accessFor(isReadOnly: boolean, problemsId: string | undefined): Extension {
  const wrong: Record<string, string> =
    problemsId === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': problemsId }
  return [
    EditorState.readOnly.of(isReadOnly),
    EditorView.contentAttributes.of({ 'aria-readonly': String(isReadOnly), ...wrong }),
  ]
}

const USUAL: Extension[] = [
  ...(styleNonce === undefined ? [] : [EditorView.cspNonce.of(styleNonce)]),
  THEME,
  history(),
  EditorState.lineSeparator.of('\n'),
  EditorView.lineWrapping,
  keymap.of([...defaultKeymap, ...historyKeymap]),
]
