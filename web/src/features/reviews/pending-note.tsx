import { CircleDashed } from 'lucide-react'
import { Button } from '../../components/button.js'
import { Mark } from '../../components/mark.js'
import { sayLines } from './line-range.js'
import { type PendingComment, toCopy } from './pending-list.js'
import type { ReviewDesk } from './review-desk.js'
import { SuggestedText } from './suggested-text.js'
import type { Unsent } from './use-unsent.js'

const BUSY = 'Add or cancel first what you are writing of this text.'
const LOST =
  'The lines that it is about have changed, so it can’t be submitted as it is. Edit it, and choose its lines again.'

interface PendingNoteProps {
  desk: ReviewDesk
  pending: PendingComment
  isLost?: boolean
  /** Where it can be written again; it is named by its prompt where it stands elsewhere than in its text. */
  unsent?: Unsent
}

/** A comment that only its writer sees, until they submit their review. */
export function PendingNote({ desk, pending: { id, comment }, isLost = false, unsent }: PendingNoteProps) {
  const { place, body, suggestion } = comment
  const edit = () => {
    unsent?.keep(toCopy(comment))
    desk.pending.drop(id)
  }
  return (
    <article className="rounded-md border border-dashed border-strong-line bg-surface p-3 font-sans text-sm whitespace-normal">
      <div className="flex flex-wrap items-center gap-2">
        <Mark look={{ tone: 'warn', icon: CircleDashed, word: 'Pending' }} />
        <About place={place} isNamed={!unsent} isLost={isLost} />
        <span className="ml-auto">
          {unsent && (
            <Button look="quiet" because={unsent.copy === undefined ? undefined : BUSY} onClick={edit}>
              Edit
            </Button>
          )}
          <Button look="quiet" onClick={() => desk.pending.drop(id)}>
            Drop
          </Button>
        </span>
      </div>
      <p dir="auto" className="mt-1 break-words whitespace-pre-wrap">
        {body}
      </p>
      {suggestion !== null && <SuggestedText from={place?.lines?.quote ?? ''} to={suggestion} />}
    </article>
  )
}

interface AboutProps {
  place: PendingComment['comment']['place']
  isNamed: boolean
  isLost: boolean
}

function About({ place, isNamed, isLost }: AboutProps) {
  return (
    <>
      {isNamed && place && <span className="font-mono break-all">{place.prompt_id}</span>}
      {place?.lines && !isLost && <span className="font-medium">{`On ${sayLines(place.lines)}`}</span>}
      <span className="text-muted">{isLost ? LOST : 'Nobody else sees it until you submit your review.'}</span>
    </>
  )
}
