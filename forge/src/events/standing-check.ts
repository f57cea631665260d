import { AnvilError, type ProjectRole } from '@anvil/shared'
import type { Knex } from 'knex'
import { sessionOver } from './page-admission.js'
import type { PageSocketData } from './page-sockets.js'
import { listMemberSeats, listOpenSessions, type Seat } from './standing-store.js'

/** How somebody stands in the project they look at: why they may not stay, or what they are there. */
type Standing = { reasonToGo: AnvilError } | { roles: readonly ProjectRole[] }

/** Says it of each socket; undefined of one that was not asked about. */
export type StandingOf = (of: PageSocketData) => Standing | undefined

/** Asks the database, in two statements for all of them, whose session has ended, who has left a project, and who is what there. */
export async function checkStanding(db: Knex, sockets: readonly PageSocketData[], at: Date): Promise<StandingOf> {
  const seats = [
    ...new Map(
      sockets.map(({ sessionId, projectId }) => [nameOf({ sessionId, projectId }), { sessionId, projectId }]),
    ).values(),
  ]
  const open = new Set(await listOpenSessions(db, [...new Set(seats.map(({ sessionId }) => sessionId))], at))
  const rolesAt = new Map((await listMemberSeats(db, seats)).map((seat) => [nameOf(seat), seat.roles]))
  const asked = new Set(seats.map(nameOf))
  return (socket) => {
    if (!asked.has(nameOf(socket))) return undefined
    if (!open.has(socket.sessionId)) return { reasonToGo: sessionOver() }
    const roles = rolesAt.get(nameOf(socket))
    return roles ? { roles } : { reasonToGo: projectLeft() }
  }
}

function projectLeft(): AnvilError {
  return new AnvilError(
    'project.not_found',
    'You belong to this project no longer. Let an admin of its organisation add you.',
  )
}

const nameOf = ({ sessionId, projectId }: Seat): string => `${sessionId}/${projectId}`
