import { AuditQuery } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { dayOf, endOf, startOf } from './days.js'

describe('the days between which entries are looked for', () => {
  it.each(['2026-11-21', '2026-01-01', '2024-02-29', '2026-03-29', '2026-10-25', '0987-06-05'])(
    'of %s begin and end at moments that FORGE understands, and are read back',
    (day) => {
      const [from = '', to = ''] = [startOf(day), endOf(day)]
      expect([dayOf(from), dayOf(to)]).toEqual([day, day])
      expect(AuditQuery.safeParse({ from, to }).success).toBe(true)
      expect(new Date(from).getHours()).toBe(0)
      expect(Date.parse(to)).toBeGreaterThan(Date.parse(from) + 22 * 3_600_000)
      expect(dayOf(new Date(Date.parse(to) + 1).toISOString()) > day).toBe(true)
    },
  )

  it('are none where none was chosen, or what was typed is no day', () => {
    expect(dayOf(undefined)).toBe('')
    for (const day of ['', '2026-13-01', '2026-11-41', 'today'])
      expect([startOf(day), endOf(day)]).toEqual([undefined, undefined])
  })
})
