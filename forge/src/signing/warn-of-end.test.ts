import { pino } from 'pino'
import { expect, it } from 'vitest'
import { testForge } from '../../test/support/forge.js'
import { warnOfEnd } from './warn-of-end.js'

const DAY = 24 * 60 * 60 * 1_000
const forge = testForge()

/** What is logged so many milliseconds before the signing key ends. */
async function said(beforeMs: number): Promise<{ level: number; msg: string; days_left: number }[]> {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const { signing } = forge.ctx
  const end = signing.notAfter?.getTime() ?? expect.fail('There is no signing key')
  await warnOfEnd({ log, signing, now: () => new Date(end - beforeMs) })
  return lines.map((line) => JSON.parse(line))
}

it('says nothing while the key lasts for 60 days or more', async () => {
  expect(await said(365 * DAY)).toEqual([])
  expect(await said(60 * DAY)).toEqual([])
})

it.each([
  [60 * DAY - 1, 59, 'ends in 59 days'],
  [2 * DAY, 2, 'ends in 2 days'],
  [2 * DAY - 1, 1, 'ends in 1 day'],
  [DAY - 1, 0, 'ends today'],
  [0, 0, 'ends today'],
  [-1, -1, 'has ended: nothing can be published'],
  [-400 * DAY, -400, 'has ended: nothing can be published'],
])('warns %d ms before its end, and says what to do', async (beforeMs, days_left, what) => {
  const msg = `the signing key ${what}. Make a new one with "anvil-forge keys rotate"`
  expect(await said(beforeMs)).toMatchObject([{ level: 40, days_left, msg }])
})
