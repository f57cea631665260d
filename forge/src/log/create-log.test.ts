import { expect, it } from 'vitest'
import { createLog } from './create-log.js'

function logged(level: 'info' | 'error' | 'silent', say: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = []
  say(createLog(level, { write: (line) => void lines.push(line) }))
  return lines
}

it('leaves out of a database error what may hold the values of a row', () => {
  const err = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(ada@example.com) exists.',
    where: 'COPY users, line 1: "hunter2"',
    internalQuery: "SELECT 'hunter2'",
  })
  const [line = ''] = logged('info', (log) => log.error({ err }, 'request failed'))
  expect(JSON.parse(line)).toMatchObject({ msg: 'request failed', err: { message: 'duplicate key', code: '23505' } })
  expect(line).not.toMatch(/hunter2|ada@example/)
})

it('says what is of its level or above, one JSON object a line', () => {
  const say = (log: ReturnType<typeof createLog>): void => {
    log.debug('no')
    log.info('one\ntwo')
    log.error('three')
  }
  expect(logged('info', say).map((line) => JSON.parse(line).msg)).toEqual(['one\ntwo', 'three'])
  expect(logged('info', say).every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
  expect(logged('error', say)).toHaveLength(1)
  expect(logged('silent', say)).toEqual([])
})
