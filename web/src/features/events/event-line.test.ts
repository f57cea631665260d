import type { Hint, PageHandshake, Session } from '@anvil/shared/api'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BrowserStore } from '../../lib/browser-store.js'
import { SessionStore } from '../../lib/session.js'
import { TestSocket } from '../../../test/support/test-socket.js'
import { TestStorage } from '../../../test/support/test-storage.js'
import { EventLine } from './event-line.js'

const [PROJECT, OTHER, SET] = ['1', '2', '3'].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`)
const ADA = { id: '00000000-0000-4000-8000-000000000009', name: 'Ada' }
const sessionOf = (token: string): Session => ({
  token,
  expires_at: '2026-11-22T12:00:00Z',
  user: { ...ADA, email: 'ada@example.com' },
})
const place = { prompt_set_id: SET ?? '', prompt_id: 'welcome' }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A line of somebody who is signed in, and what went over it. */
function line({ isSignedIn = true } = {}) {
  const storage = new TestStorage()
  const session = new SessionStore(new BrowserStore(() => storage), new EventTarget())
  if (isSignedIn) session.start(sessionOf('first'))
  const sockets: TestSocket[] = []
  const heard: [string, readonly Hint[]][] = []
  const events = new EventLine({
    session,
    makeSocket: async (auth: PageHandshake) => {
      const socket = new TestSocket(auth)
      sockets.push(socket)
      return socket
    },
    hear: (projectId, hints) => heard.push([projectId, hints]),
  })
  const connect = async (): Promise<TestSocket> => {
    await vi.advanceTimersByTimeAsync(0)
    const socket = sockets.at(-1)
    if (!socket) throw new Error('Nobody connects')
    socket.arrive('connect')
    return socket
  }
  return { events, session, sockets, heard, connect }
}

it('connects once somebody is signed in and a project is shown, and lets go with either', async () => {
  const { events, session, sockets, connect } = line({ isSignedIn: false })
  const leave = events.watch(PROJECT ?? '')
  await vi.advanceTimersByTimeAsync(0)
  expect(sockets).toEqual([])
  session.start(sessionOf('first'))
  const first = await connect()
  expect([first.auth, events.get().isOpen]).toEqual([{ token: 'first', project_id: PROJECT }, true])
  session.start(sessionOf('second'))
  expect([first.connected, events.get().isOpen]).toEqual([false, false])
  const second = await connect()
  expect(second.auth.token).toBe('second')
  const leaveOther = events.watch(OTHER ?? '')
  leave()
  const third = await connect()
  expect([second.connected, third.auth.project_id]).toEqual([false, OTHER])
  leaveOther()
  expect([third.connected, events.get()]).toEqual([false, { isOpen: false, editing: [] }])
})

it('takes anything for changed after each connect, and hears what FORGE says, also what it does not understand', async () => {
  const { events, heard, connect } = line()
  events.watch(PROJECT ?? '')
  const socket = await connect()
  socket.arrive('changed', { project_id: PROJECT, hints: [{ what: 'fleet' }] })
  socket.arrive('changed', 'nonsense')
  socket.arrive('disconnect', 'transport close')
  expect(events.get().isOpen).toBe(false)
  socket.arrive('connect')
  const anything = [PROJECT, [{ what: 'project' }]]
  expect(heard).toEqual([anything, [PROJECT, [{ what: 'fleet' }]], anything, anything])
})

it('tells what is edited here, again after each connect, and knows who edits until the line breaks', async () => {
  const { events, connect } = line()
  events.watch(PROJECT ?? '')
  const stop = events.edit(place)
  const socket = await connect()
  const there = { project_id: PROJECT, editing: [{ ...place, person: ADA }] }
  socket.arrive('presence', there)
  socket.arrive('presence', { editing: 'nonsense' })
  expect(events.get().editing).toEqual(there.editing)
  socket.arrive('disconnect', 'transport close')
  expect(events.get().editing).toEqual([])
  socket.arrive('connect')
  const next = events.edit({ ...place, prompt_id: 'next' })
  stop()
  next()
  expect(socket.sent).toEqual([
    ['editing', place],
    ['editing', place],
    ['editing', { ...place, prompt_id: 'next' }],
    ['editing', null],
  ])
})

it('ends a session that FORGE says is over, and no newer one', async () => {
  const { events, session, connect } = line()
  events.watch(PROJECT ?? '')
  const over = { code: 'auth.session_ended', message: 'Over' }
  const socket = await connect()
  session.start(sessionOf('second'))
  socket.arrive('goodbye', over)
  expect(session.get()?.token).toBe('second')
  const next = await connect()
  next.arrive('goodbye', over)
  expect(session.get()).toBeUndefined()
})

it('looks at a project again that it may not hear of, and does not come back for it', async () => {
  const { events, heard, connect } = line()
  events.watch(PROJECT ?? '')
  const socket = await connect()
  heard.splice(0)
  socket.arrive('goodbye', { code: 'project.not_found', message: 'You left' })
  await vi.advanceTimersByTimeAsync(600_000)
  expect([heard, socket.connects]).toEqual([[[PROJECT, [{ what: 'project' }]]], 1])
})

it('comes back when FORGE says it may, to a refusal as to a farewell, and leaves a broken line to the library', async () => {
  const { events, connect } = line()
  events.watch(PROJECT ?? '')
  const socket = await connect()
  const later = { code: 'forge.unavailable', message: 'Later', retry_after_ms: 5_000 }
  socket.arrive('goodbye', later)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(socket.connects).toBe(2)
  socket.active = false
  socket.arrive('connect_error', Object.assign(new Error('Later'), { data: later }))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(socket.connects).toBe(3)
  socket.active = true
  socket.arrive('connect_error', new Error('websocket error'))
  await vi.advanceTimersByTimeAsync(600_000)
  expect(socket.connects).toBe(3)
})
