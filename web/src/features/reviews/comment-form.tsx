import type { KeyboardEvent, ReactNode } from 'react'
import { Button } from '../../components/button.js'
import { LongField } from '../../components/long-field.js'
import { Problem } from '../../components/problem.js'
import type { CommentCopy } from './comment-copies.js'

/** A suggestion is what its lines say, whichever they are, until somebody writes it. */
const NOTHING: CommentCopy = { body: '', suggestion: null, isSuggesting: false, about: null }
const OF_DRAFT = 'A text can be suggested for lines of the draft alone. Choose some of them.'

interface CommentFormProps {
  label: string
  send: string
  /** The text of the lines, where another one can be suggested for them. */
  text?: string | undefined
  first?: string
  /** What was written already, and where it is kept. */
  copy: CommentCopy | undefined
  keep: (copy: CommentCopy) => void
  /** Why it can't be sent now, beside that it says nothing. */
  because?: string | undefined
  error?: unknown
  busy?: boolean
  /** What belongs to the comment beside its words. */
  children?: ReactNode
  onSend: (body: string, suggestion: string | null) => void
  onCancel: () => void
}

/** Where a comment is written, and a text suggested. Escape gives it up while nothing is written. */
export function CommentForm(props: CommentFormProps) {
  const { send, text, keep, error, busy = false, children, onSend, onCancel } = props
  const { written, suggestion, isEmpty, because } = readForm(props)
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault()
    if (because === undefined && !busy) onSend(written.body, suggestion === text ? null : suggestion)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isEmpty) onCancel()
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.stopPropagation()
    submit(event)
  }
  return (
    <form
      onSubmit={submit}
      onKeyDown={onKeyDown}
      className="space-y-2 rounded-md border border-line bg-surface p-3 font-sans text-sm whitespace-normal"
    >
      <Fields {...props} {...{ written, suggestion }} />
      {children}
      {error !== undefined && error !== null && <Problem error={error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="main" busy={busy} because={because}>
          {send}
        </Button>
        {text !== undefined && suggestion === null && (
          <Button onClick={() => keep({ ...written, isSuggesting: true })}>Suggest a text</Button>
        )}
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

/** What a form says as it is written, and why it can't be sent. */
function readForm({ first = '', copy, text, because }: CommentFormProps) {
  const written = copy ?? { ...NOTHING, body: first }
  const suggestion = written.isSuggesting ? (written.suggestion ?? text ?? '') : null
  const isEmpty = written.body.trim() === '' && (suggestion === null || suggestion === text)
  const noLines = written.isSuggesting && text === undefined ? OF_DRAFT : undefined
  return { written, suggestion, isEmpty, because: isEmpty ? 'Write something first.' : (because ?? noLines) }
}

interface FieldsProps extends Pick<CommentFormProps, 'label' | 'copy' | 'keep' | 'busy'> {
  written: CommentCopy
  suggestion: string | null
}

function Fields({ label, copy, keep, busy = false, written, suggestion }: FieldsProps) {
  return (
    <>
      <Writing
        label={label}
        text={written.body}
        write={(said) => keep({ ...written, body: said })}
        readOnly={busy}
        autoFocus={copy === undefined}
      />
      {suggestion !== null && (
        <Writing
          label="Suggested text for these lines"
          text={suggestion}
          readOnly={busy}
          write={(said) => keep({ ...written, suggestion: said })}
        />
      )}
    </>
  )
}

interface WritingProps {
  label: string
  text: string
  write: (text: string) => void
  /** Nothing can be written while it is sent, which would be lost with it. */
  readOnly: boolean
  autoFocus?: boolean
}

function Writing({ text, write, ...rest }: WritingProps) {
  return <LongField {...rest} maxLength={10_000} value={text} onChange={(event) => write(event.target.value)} />
}
