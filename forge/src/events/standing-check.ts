import { AnvilError } from '@anvil/shared'
import type { Knex } from 'knex'
import { sessionOver } from './page-admission.js'
import type { PageSocketData } from './page-sockets.js'
import { listMemberSeats, listOpenSessions, type Seat } from './standing-store.js'

/** Says of each socket why it may not stay; undefined where it may. */
export type ReasonToGo = (of: PageSocketData) => AnvilError | undefined

/** Asks the database, in two statements for all of them, whose session has ended and who has left a project. */
export async function checkStanding(db: Knex, sockets: readonly PageSocketData[], at: Date): Promise<ReasonToGo> {
  const seats = [
    ...new Map(
      sockets.map(({ sessionId, projectId }) => [nameOf({ sessionId, projectId }), { sessionId, projectId }]),
    ).values(),
  ]
  const open = new Set(await listOpenSessions(db, [...new Set(seats.map(({ sessionId }) => sessionId))], at))
  const members = new Set((await listMemberSeats(db, seats)).map(nameOf))
  const asked = new Set(seats.map(nameOf))
  return (socket) => {
    if (!asked.has(nameOf(socket))) return undefined
    if (!open.has(socket.sessionId)) return sessionOver()
    if (!members.has(nameOf(socket))) return projectLeft()
    return undefined
  }
}

function projectLeft(): AnvilError {
  return new AnvilError(
    'project.not_found',
    'You belong to this project no longer. Let an admin of its organisation add you.',
  )
}

const nameOf = ({ sessionId, projectId }: Seat): string => `${sessionId}/${projectId}`
