import type { OwnSession } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Cell } from '../../components/table.js'
import { Verbatim } from '../../components/verbatim.js'
import { When } from '../../components/when.js'

const CURRENT = 'This is the session of this browser. Sign out to end it.'

interface SessionRowProps {
  session: OwnSession
  /** It is being ended. */
  ending: boolean
  onEnd: () => void
}

/** One session: by which program, from where and when, and the way to end it. */
export function SessionRow({ session, ending, onEnd }: SessionRowProps) {
  const { program, address, current, created_at, last_seen_at, expires_at } = session
  return (
    <tr>
      <Cell className="min-w-36">
        <span className="block font-medium wrap-anywhere">
          <Verbatim>{nameOfProgram(program)}</Verbatim>
        </span>
        {current && <span className="text-muted">this browser</span>}
      </Cell>
      <Cell className="font-mono">{address}</Cell>
      {[created_at, last_seen_at, expires_at].map((at, index) => (
        <Cell key={index}>
          <When at={at} />
        </Cell>
      ))}
      <Cell>
        <Button
          look="danger"
          busy={ending}
          because={current ? CURRENT : undefined}
          aria-label={`End the session of ${nameOfProgram(program)}`}
          onClick={onEnd}
        >
          End
        </Button>
      </Cell>
    </tr>
  )
}

/** A program by its name, where it told one. */
export const nameOfProgram = (program: string): string => (program === '' ? 'a program without a name' : program)
