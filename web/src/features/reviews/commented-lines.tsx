import type { NewComment } from '@anvil/shared/api'
import { MessageSquarePlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { CommentThread } from './comment-thread.js'
import { LineForm } from './line-form.js'
import { isChosen, type LineRange, sayLines, spanOf } from './line-range.js'
import { foldRows, type LineRow, lineRows } from './line-rows.js'
import { standingOf } from './pending-list.js'
import { PendingNote } from './pending-note.js'
import { type ReviewDesk, threadsOf } from './review-desk.js'
import { type LineChoice, useLineChoice, useSteps } from './use-line-choice.js'
import { type Unsent, useUnsent } from './use-unsent.js'

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

/** A text line by line, with what was said of its lines below them; lines can be chosen and commented on by mouse and keyboard. */
export function CommentedLines({ desk, promptId, message, from, to }: CommentedLinesProps) {
  const [isWhole, setWhole] = useState(false)
  const unsent = useUnsent(`${desk.promptSet.promptSetId}/lines/${promptId}/${message ?? ''}`)
  const rows = lineRows(from, to)
  const lines = useLineChoice(unsent, rows)
  const { choice, point } = lines
  const about = talkOf(desk, { promptId, message }, rows)
  const shown = isWhole ? rows : foldRows(rows, (row) => about.isTalkedOf(row) || isChosen(choice?.range, row))
  const stops = shown.filter((row): row is LineRow => !('folded' in row))
  const { at, move } = useSteps(stops, lines)
  const mayComment = desk.isOpen && desk.whyNot('review.comment') === undefined
  return (
    <div
      role="region"
      aria-label={`Text of ${promptId}${message === null ? '' : `, message ${message + 1}`}`}
      onKeyDown={move}
      className="overflow-x-auto rounded-md border border-line font-mono text-[0.8125rem]"
    >
      <ChosenLines choice={choice} />
      {shown.flatMap((row, index) => {
        if ('folded' in row) return [<Fold key={`fold ${index}`} count={row.folded} onShow={() => setWhole(true)} />]
        const key = `${row.side} ${row.line}`
        const onPoint = mayComment ? (isMore: boolean) => point(row, isMore) : undefined
        const line = <Line key={key} row={row} range={choice?.range} isStop={stops[at] === row} onPoint={onPoint} />
        const talk = <Talk key={`talk of ${key}`} {...{ desk, about, row, unsent }} />
        if (!choice?.isWriting || !isEnd(choice.range, row)) return [line, talk]
        const form = (
          <div key="form" className="px-2 py-1">
            <LineForm
              {...{ desk, rows, unsent, range: choice.range, text: { promptId, message } }}
              isLost={lines.isLost}
              onChange={lines.change}
              onClose={lines.stop}
            />
          </div>
        )
        return [line, talk, form]
      })}
    </div>
  )
}

const isEnd = (range: LineRange, { side, line }: LineRow): boolean => range.side === side && spanOf(range).to === line

/** Says which lines the keys have chosen, as long as nobody writes of them. */
function ChosenLines({ choice }: Pick<LineChoice, 'choice'>) {
  const isSaid = choice && !choice.isWriting
  return (
    <p role="status" className="sr-only">
      {isSaid && `Chosen: ${sayLines(spanOf(choice.range))}. Enter comments on them.`}
    </p>
  )
}

type About = ReturnType<typeof talkOf>

interface TalkProps {
  desk: ReviewDesk
  about: About
  row: LineRow
  unsent: Unsent
}

function Talk({ desk, about, row, unsent }: TalkProps) {
  return (
    <div className="space-y-2 px-2 empty:hidden">
      {about.threadsAt(row).map((thread) => (
        <CommentThread key={thread[0]?.id} desk={desk} thread={thread} />
      ))}
      {about.pendingAt(row).map(({ pending, isLost }) => (
        <PendingNote key={pending.id} {...{ desk, pending, isLost, unsent }} />
      ))}
    </div>
  )
}

interface LineProps {
  row: LineRow
  range: LineRange | undefined
  isStop: boolean
  onPoint: ((isMore: boolean) => void) | undefined
}

function Line({ row, range, isStop, onPoint }: LineProps) {
  const isIn = isChosen(range, row)
  return (
    <div
      data-chosen={isIn || undefined}
      className={`group flex items-start leading-6 ${LOOKS[row.kind]} ${isIn ? 'shadow-[inset_3px_0_0_var(--color-accent)]' : ''}`}
    >
      {onPoint ? (
        <LineButton row={row} words={wordsOf(row, range)} isStop={isStop} isIn={isIn} onPoint={onPoint} />
      ) : (
        <span className="w-16 shrink-0 pr-2 text-right text-muted tabular-nums select-none">{row.line}</span>
      )}
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

/** What the button of a line does: at the line to which others were chosen it is about all of them. */
function wordsOf({ side, line, kind }: LineRow, range: LineRange | undefined): string {
  const isHead = range?.side === side && range.head === line
  return `Comment on ${sayLines(isHead ? spanOf(range) : { from: line, to: line })}${kind === 'removed' ? ' that goes' : ''}`
}

interface LineButtonProps {
  row: LineRow
  words: string
  isStop: boolean
  isIn: boolean
  onPoint: (isMore: boolean) => void
}

function LineButton({ row, words, isStop, isIn, onPoint }: LineButtonProps) {
  return (
    <button
      type="button"
      data-line
      tabIndex={isStop ? 0 : -1}
      aria-label={words}
      title={`${words} (Shift: and on to another)`}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => onPoint(event.shiftKey)}
      className={`group/line inline-flex min-h-6 w-16 shrink-0 items-center justify-end gap-1 pr-2 tabular-nums -outline-offset-2 select-none ${isIn ? 'font-semibold text-ink' : 'text-muted'}`}
    >
      <MessageSquarePlus
        aria-hidden="true"
        className="size-4 text-accent opacity-0 group-hover:opacity-100 group-focus/line:opacity-100"
      />
      {row.line}
    </button>
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
function talkOf(
  { conversation, pending }: ReviewDesk,
  text: { promptId: string; message: number | null },
  rows: readonly LineRow[],
) {
  const isHere = (place: NewComment['place']) => place?.prompt_id === text.promptId && place.message === text.message
  const threads = threadsOf(conversation?.comments ?? []).filter(([first]) => isHere(first?.place ?? null))
  const waiting = pending.list.flatMap((each) => {
    const { place } = each.comment
    return place && isHere(place) ? [{ pending: each, ...standingOf(rows, place) }] : []
  })
  const threadsAt = ({ side, line }: LineRow) =>
    threads.filter(([first]) => first?.place?.side === side && first.now?.to === line)
  const pendingAt = (row: LineRow) => waiting.filter((each) => each.row === row)
  const isTalkedOf = (row: LineRow) => threadsAt(row).length + pendingAt(row).length > 0
  return { threadsAt, pendingAt, isTalkedOf }
}
