import { type FocusEvent, useLayoutEffect, useRef } from 'react'
import { Button } from '../../components/button.js'
import { CommentForm } from './comment-form.js'
import type { CommentCopy } from './comment-copies.js'
import { aboutOf, type LineRange, sayLines, spanOf, withEnd } from './line-range.js'
import type { LineRow } from './line-rows.js'
import type { ReviewDesk } from './review-desk.js'
import type { Unsent } from './use-unsent.js'

const LOST = 'The lines that you wrote about have changed. Choose the lines that your comment is about now.'

interface LineFormProps {
  desk: ReviewDesk
  text: { promptId: string; message: number | null }
  rows: readonly LineRow[]
  range: LineRange
  unsent: Unsent
  /** Whether the lines it was about are gone. */
  isLost: boolean
  onChange: (range: LineRange) => void
  onClose: () => void
}

/** Where a comment on chosen lines is written. Its words stay while other lines are chosen. */
export function LineForm({ desk, text, rows, range, unsent, isLost, onChange, onClose }: LineFormProps) {
  const { promptId, message } = text
  const lines = spanOf(range)
  const about = aboutOf(rows, range)
  const { quote } = about
  const keepFocus = useFocusKeeper(range)
  // Who only goes back to their words leaves them about the lines that are gone.
  const keep = (copy: CommentCopy) => unsent.keep({ ...copy, about: isLost ? (unsent.copy?.about ?? about) : about })
  return (
    <div onFocusCapture={keepFocus}>
      <CommentForm
        label={`Comment on ${sayLines(lines)}`}
        send="Add to my review"
        text={range.side === 'draft' ? quote : undefined}
        copy={unsent.copy}
        because={isLost ? LOST : desk.whyNot('review.comment')}
        keep={keep}
        onSend={(body, suggestion) => {
          const place = { prompt_id: promptId, message, side: range.side, lines: { ...lines, quote } }
          desk.pending.add({ place, body, suggestion })
          onClose()
        }}
        onCancel={onClose}
      >
        {isLost ? (
          <p role="status">
            {LOST} They said: <q className="break-words">{unsent.copy?.about?.quote}</q>
          </p>
        ) : (
          <EndSteps rows={rows} range={range} onChange={onChange} />
        )}
      </CommentForm>
    </div>
  )
}

function EndSteps({ rows, range, onChange }: Pick<LineFormProps, 'rows' | 'range' | 'onChange'>) {
  const more = withEnd(rows, range, 1)
  const fewer = withEnd(rows, range, -1)
  return (
    <div role="group" aria-label="Lines" className="flex flex-wrap items-center gap-x-2 text-muted">
      <span role="status">About {sayLines(spanOf(range))}</span>
      <Button
        look="quiet"
        because={more ? undefined : 'No further line can be chosen.'}
        onClick={() => more && onChange(more)}
      >
        One line more
      </Button>
      <Button look="quiet" because={fewer ? undefined : 'It is one line.'} onClick={() => fewer && onChange(fewer)}>
        One line fewer
      </Button>
    </div>
  )
}

/** A form that moves to other lines takes the focus with it, which browsers drop when they move what has it. */
function useFocusKeeper(range: LineRange) {
  const last = useRef<HTMLElement>(null)
  const shown = useRef(range)
  useLayoutEffect(() => {
    if (shown.current === range) return
    shown.current = range
    if (document.activeElement === document.body) last.current?.focus()
  }, [range])
  return (event: FocusEvent) => {
    if (event.target instanceof HTMLElement) last.current = event.target
  }
}
