import type { NewComment } from '@anvil/shared/api'
import { MessageSquarePlus } from 'lucide-react'
import { Fragment, type KeyboardEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { CommentForm } from './comment-form.js'
import { CommentThread } from './comment-thread.js'
import { foldRows, type LineRow, lineRows } from './line-rows.js'
import { PendingNote } from './pending-note.js'
import { type ReviewDesk, threadsOf } from './review-desk.js'

const LOOKS = { same: '', added: 'bg-good-wash', removed: 'bg-bad-wash' }
const SIGNS = { same: ' ', added: '+', removed: '−' }

interface CommentedLinesProps {
  desk: ReviewDesk
  promptId: string
  /** Which message of a chat it is; null for a text. */
  message: number | null
  from: string
  to: string
}

/** A text line by line, with what was said of its lines below them; each line can be commented on by mouse and keyboard. */
export function CommentedLines({ desk, promptId, message, from, to }: CommentedLinesProps) {
  const [isWhole, setWhole] = useState(false)
  const about = talkOf(desk, { promptId, message })
  const rows = lineRows(from, to)
  const shown = isWhole ? rows : foldRows(rows, (row) => about.isTalkedOf(row))
  const stops = shown.filter((row): row is LineRow => !('folded' in row))
  const { at, move } = useSteps(stops.length)
  const mayComment = desk.isOpen && desk.whyNot('review.comment') === undefined
  const [writing, setWriting] = useState<string>()
  return (
    <div
      role="region"
      aria-label={`Text of ${promptId}${message === null ? '' : `, message ${message + 1}`}`}
      onKeyDown={move}
      className="overflow-x-auto rounded-md border border-line font-mono text-[0.8125rem]"
    >
      {shown.map((row, index) => {
        if ('folded' in row) return <Fold key={`fold ${index}`} count={row.folded} onShow={() => setWhole(true)} />
        const key = `${row.side} ${row.line}`
        return (
          <Fragment key={key}>
            <Line row={row} isStop={stops[at] === row} onComment={mayComment ? () => setWriting(key) : undefined} />
            <div className="space-y-2 px-2 empty:hidden">
              <Talk desk={desk} about={about} row={row} />
              {writing === key && (
                <LineForm desk={desk} row={row} text={{ promptId, message }} onClose={() => setWriting(undefined)} />
              )}
            </div>
          </Fragment>
        )
      })}
    </div>
  )
}

/** Of all lines one is a stop of the Tab key; the arrow keys go on from it. */
function useSteps(count: number) {
  const [at, setAt] = useState(0)
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !(event.target instanceof HTMLButtonElement)) return
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-line]')]
    const from = buttons.indexOf(event.target)
    if (from < 0) return
    const next = Math.min(Math.max(from + step, 0), count - 1)
    event.preventDefault()
    setAt(next)
    buttons[next]?.focus()
  }
  return { at, move }
}

type About = ReturnType<typeof talkOf>

function Talk({ desk, about, row }: { desk: ReviewDesk; about: About; row: LineRow }) {
  return (
    <>
      {about.threadsAt(row).map((thread) => (
        <CommentThread key={thread[0]?.id} desk={desk} thread={thread} />
      ))}
      {about.pendingAt(row).map((pending) => (
        <PendingNote key={pending.id} desk={desk} pending={pending} />
      ))}
    </>
  )
}

interface LineFormProps {
  desk: ReviewDesk
  row: LineRow
  text: { promptId: string; message: number | null }
  onClose: () => void
}

function LineForm({ desk, row: { side, line, text }, text: { promptId, message }, onClose }: LineFormProps) {
  const place = { prompt_id: promptId, message, side, lines: { from: line, to: line, quote: text } }
  return (
    <CommentForm
      label={`Comment on line ${line}`}
      send="Add to my review"
      text={side === 'draft' ? text : undefined}
      onSend={(body, suggestion) => {
        desk.pending.add({ place, body, suggestion })
        onClose()
      }}
      onCancel={onClose}
    />
  )
}

function Line({ row, isStop, onComment }: { row: LineRow; isStop: boolean; onComment: (() => void) | undefined }) {
  const words = `Comment on line ${row.line}${row.kind === 'removed' ? ' that goes' : ''}`
  return (
    <div className={`group flex items-start ${LOOKS[row.kind]}`}>
      <span className="flex w-16 shrink-0 items-center justify-end gap-1 pr-2 text-muted tabular-nums select-none">
        {onComment && (
          <button
            type="button"
            data-line
            tabIndex={isStop ? 0 : -1}
            aria-label={words}
            title={words}
            onClick={onComment}
            className="inline-flex size-6 items-center justify-center rounded text-accent opacity-0 group-hover:opacity-100 focus:opacity-100"
          >
            <MessageSquarePlus aria-hidden="true" className="size-4" />
          </button>
        )}
        {row.line}
      </span>
      <span aria-hidden="true" className="w-4 shrink-0 select-none">
        {SIGNS[row.kind]}
      </span>
      <span dir="auto" className="min-w-0 flex-1 break-words whitespace-pre-wrap">
        {row.kind !== 'same' && <span className="sr-only">{row.kind}: </span>}
        {row.text === '' ? '\u00A0' : row.text}
      </span>
    </div>
  )
}

function Fold({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <div className="bg-sunken px-2 py-1 font-sans">
      <Button look="quiet" onClick={onShow}>
        Show {count} unchanged {count === 1 ? 'line' : 'lines'}
      </Button>
    </div>
  )
}

/** What was said, and is about to be said, of the lines of one text. */
function talkOf({ conversation, pending }: ReviewDesk, text: { promptId: string; message: number | null }) {
  const isHere = (place: NewComment['place']) => place?.prompt_id === text.promptId && place.message === text.message
  const threads = threadsOf(conversation?.comments ?? []).filter(([first]) => isHere(first?.place ?? null))
  const waiting = pending.list.filter(({ comment }) => isHere(comment.place))
  const threadsAt = ({ side, line }: LineRow) =>
    threads.filter(([first]) => first?.place?.side === side && first.now?.to === line)
  const pendingAt = ({ side, line }: LineRow) =>
    waiting.filter(({ comment: { place } }) => place?.side === side && place.lines?.to === line)
  const isTalkedOf = (row: LineRow) => threadsAt(row).length + pendingAt(row).length > 0
  return { threadsAt, pendingAt, isTalkedOf }
}
