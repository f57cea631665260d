import type { PageClientEvents, PageServerEvents, Person } from '@anvil/shared/api'
import type { Server, Socket } from 'socket.io'

/** What is known of a page's socket once it was let in. */
export interface PageSocketData {
  person: Person
  sessionId: string
  projectId: string
  /** Whether they may write drafts; who may not is never shown as editing. */
  mayEdit: boolean
}

type NoEvents = Record<string, never>
export type PageServer = Server<PageClientEvents, PageServerEvents, NoEvents, PageSocketData>
export type PageSocket = Socket<PageClientEvents, PageServerEvents, NoEvents, PageSocketData>
