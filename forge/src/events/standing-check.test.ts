import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { type Office, openOffice } from '../../test/support/content.js'
import { testForge } from '../../test/support/forge.js'
import type { PageSocketData } from './page-sockets.js'
import { checkStanding } from './standing-check.js'

const PAGES = 1_000
const forge = testForge()
let office: Office
let pages: PageSocketData[]

beforeAll(async () => {
  office = await openOffice(forge)
  const { db } = forge.ctx
  const session = await db('sessions').where({ user_id: office.author.id }).first()
  const page = { person: { id: office.author.id, name: 'Ada' }, projectId: office.projectId, roles: [] }
  pages = Array.from({ length: PAGES }, () => ({ ...page, sessionId: randomUUID() }))
  await db.batchInsert(
    'sessions',
    pages.map(({ sessionId }) => ({ ...session, id: sessionId })),
    100,
  )
})

it('is found for a thousand pages at once, several of one session among them', async () => {
  const looked = [...pages, ...pages.slice(0, 10)]
  const standingOf = await checkStanding(forge.ctx.db, looked, new Date())
  const found = looked.map((page) => standingOf(page))
  expect(new Set(found.map((standing) => JSON.stringify(standing)))).toEqual(
    new Set([JSON.stringify({ roles: ['viewer', 'editor', 'reviewer', 'publisher', 'admin'] })]),
  )
})
