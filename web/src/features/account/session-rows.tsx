import type { OwnSession } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Problem } from '../../components/problem.js'
import { Table } from '../../components/table.js'
import { useEndOthers, useEndSession } from './api.js'
import { sayEnded } from './say-ended.js'
import { nameOfProgram, SessionRow } from './session-row.js'

/** Where the person is signed in, and how to end that. */
export function SessionRows({ sessions }: { sessions: readonly OwnSession[] }) {
  const endOne = useEndSession()
  const endOthers = useEndOthers()
  const error = endOne.error ?? endOthers.error
  const others = sessions.filter(({ current }) => !current).length
  const end = ({ id, program }: OwnSession) =>
    endOne.mutate(id, { onSuccess: () => done(`The session of ${nameOfProgram(program)} is ended.`) })
  return (
    <div className="space-y-3">
      <Table label="Your sessions" heads={['Program', 'Address', 'Began', 'Last seen', 'Ends', 'Actions']}>
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            ending={endOne.isPending && endOne.variables === session.id}
            onEnd={() => end(session)}
          />
        ))}
      </Table>
      {error && <Problem error={error} />}
      <Button
        busy={endOthers.isPending}
        because={others === 0 ? 'You have no other session.' : undefined}
        onClick={() => endOthers.mutate(undefined, { onSuccess: ({ ended }) => done(sayEnded(ended)) })}
      >
        End all others
      </Button>
    </div>
  )
}
