import { type Hint, PAGE_SOCKET_PATH, type PageHandshake } from '@anvil/shared/api'
import type { Query } from '@tanstack/react-query'
import { z } from 'zod'
import { FORGE_URL, session } from '../../lib/forge.js'
import { queryClient } from '../../lib/query-client.js'
import { EventLine, type PageSocket } from './event-line.js'
import { ownSaves } from './own-saves.js'
import { ReadAgain } from './read-again.js'
import { isTouched } from './touched-by.js'

const LONGEST_PAUSE_MS = 15_000
const IDLE_MS = 2_000
const ROUND_MS = 10_000
const FEW_PAGES = 3
const Pages = z.object({ pages: z.array(z.unknown()) })

const readAgain = new ReadAgain(readTouched)

/** This page's line to FORGE. */
export const events = new EventLine({
  session,
  makeSocket,
  hear: (projectId, hints) => readAgain.hear(projectId, hints),
})
events.subscribe(takeUpPace)

/** How often a query is asked again: seldom while FORGE tells of changes, often while it does not. */
export const pace = (often: number, seldom: number): number => (events.get().isOpen ? seldom : often)

/** The library comes when the page is there and has nothing else to do. */
async function makeSocket(auth: PageHandshake): Promise<PageSocket> {
  await new Promise<void>((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: IDLE_MS })
    else setTimeout(resolve, 0)
  })
  const { io } = await import('socket.io-client')
  const { origin, pathname } = new URL(FORGE_URL)
  return io(origin, {
    path: `${pathname.replace(/\/$/, '')}${PAGE_SOCKET_PATH}`,
    transports: ['websocket'],
    autoConnect: false,
    forceNew: true,
    reconnectionDelayMax: LONGEST_PAUSE_MS,
    auth,
  })
}

/**
 * Reads what is shown and touched; what nobody looks at is read when somebody does, and a long list that was loaded page
 * by page only then too. Forms keep what is written in them.
 */
async function readTouched(projectId: string, hints: readonly Hint[]): Promise<unknown> {
  await ownSaves.settle(hints)
  const predicate = ({ queryKey }: Query) =>
    hints.some((hint) => isTouched(projectId, hint, queryKey) && !isKnown(hint, queryKey))
  await queryClient.invalidateQueries({ predicate, refetchType: 'none' })
  if (document.visibilityState === 'hidden') return undefined
  const round = queryClient.refetchQueries({ predicate: (query) => predicate(query) && !isLong(query), type: 'active' })
  return Promise.race([round, new Promise((resolve) => setTimeout(resolve, ROUND_MS))])
}

/** What this page saved is in its queries of prompts by the answer; how the draft stands since is not. */
const isKnown = (hint: Hint, key: readonly unknown[]): boolean => ownSaves.isOwn(hint) && key.includes('prompts')

const isLong = ({ state }: Query): boolean => (Pages.safeParse(state.data).data?.pages.length ?? 0) > FEW_PAGES

/** Has every query that is shown go by the pace of now. */
function takeUpPace(): void {
  for (const query of queryClient.getQueryCache().getAll()) {
    for (const observer of query.observers) observer.setOptions(observer.options)
  }
}
