import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { Button } from '../../components/button.js'
import { LongField } from '../../components/long-field.js'
import { Problem } from '../../components/problem.js'

interface CommentFormProps {
  label: string
  send: string
  /** The text of the lines, where another one can be suggested for them. */
  text?: string | undefined
  first?: string
  error?: unknown
  busy?: boolean
  /** What belongs to the comment beside its words. */
  children?: ReactNode
  onSend: (body: string, suggestion: string | null) => void
  onCancel: () => void
}

/** Where a comment is written, and a text suggested. Escape gives it up while nothing is written. */
export function CommentForm({
  label,
  send,
  text,
  first = '',
  error,
  busy = false,
  children,
  onSend,
  onCancel,
}: CommentFormProps) {
  const [body, setBody] = useState(first)
  const suggested = useSuggested(text)
  const { suggestion } = suggested
  const isEmpty = body.trim() === '' && (suggestion === null || suggestion === text)
  const because = isEmpty ? 'Write something first.' : suggested.because
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault()
    if (because === undefined && !busy) onSend(body, suggestion)
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
      <Writing label={label} text={body} write={setBody} autoFocus />
      {suggestion !== null && (
        <Writing label="Suggested text for these lines" text={suggestion} write={suggested.write} />
      )}
      {children}
      {error !== undefined && error !== null && <Problem error={error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="main" busy={busy} because={because}>
          {send}
        </Button>
        {text !== undefined && suggestion === null && <Button onClick={suggested.begin}>Suggest a text</Button>}
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

/** A suggestion is what its lines say, whichever they are, until somebody writes it. */
function useSuggested(text: string | undefined) {
  const [isOpen, setOpen] = useState(false)
  const [written, write] = useState<string>()
  const isOfDraft = text !== undefined || !isOpen
  return {
    suggestion: isOpen ? (written ?? text ?? '') : null,
    because: isOfDraft ? undefined : 'A text can be suggested for lines of the draft alone. Choose some of them.',
    begin: () => setOpen(true),
    write,
  }
}

interface WritingProps {
  label: string
  text: string
  write: (text: string) => void
  autoFocus?: boolean
}

function Writing({ text, write, ...rest }: WritingProps) {
  return <LongField {...rest} maxLength={10_000} value={text} onChange={(event) => write(event.target.value)} />
}
