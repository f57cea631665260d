import type { ProjectRole } from '@anvil/shared'
import type { PageClientEvents, PageServerEvents, Person } from '@anvil/shared/api'
import type { Server, Socket } from 'socket.io'

/** What is known of a page's socket once it was let in. */
export interface PageSocketData {
  person: Person
  sessionId: string
  projectId: string
  /** What they are in the project, judged again while the socket is open. */
  roles: readonly ProjectRole[]
}

type NoEvents = Record<string, never>
export type PageServer = Server<PageClientEvents, PageServerEvents, NoEvents, PageSocketData>
export type PageSocket = Socket<PageClientEvents, PageServerEvents, NoEvents, PageSocketData>
