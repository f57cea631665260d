import { Button } from '../../components/button.js'
import { Empty } from '../../components/empty.js'
import { focusHeading } from '../../components/focus-heading.js'

interface UnknownSetsProps {
  /** How many prompt sets are named that are not there, and how many that are. */
  unknown: number
  known: number
  onLeaveOut: () => void
}

/** Says that an address names prompt sets that can't be published, and goes on without them. */
export function UnknownSets({ unknown, known, onLeaveOut }: UnknownSetsProps) {
  const isOne = unknown === 1
  const goOn = () => {
    onLeaveOut()
    focusHeading()
  }
  return (
    <Empty
      action={
        <Button onClick={goOn}>
          {known === 0 ? 'Choose another prompt set' : `Go on without ${isOne ? 'it' : 'them'}`}
        </Button>
      }
    >
      {isOne ? 'A prompt set' : `${unknown} prompt sets`} that this address names {isOne ? 'is' : 'are'} not in this
      project, or {isOne ? 'is' : 'are'} archived. Nothing is published while {isOne ? 'it is' : 'they are'} among the
      choices.
    </Empty>
  )
}
