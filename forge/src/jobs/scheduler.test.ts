import { pino } from 'pino'
import { expect, it } from 'vitest'
import { Scheduler } from './scheduler.js'

const YEARLY = '0 0 1 1 *'
const log = pino({ level: 'silent' })

it('runs every job at its start, for what was missed', async () => {
  const ran: string[] = []
  const job = (name: string) => ({ name, schedule: YEARLY, run: async () => ran.push(name) })
  const scheduler = new Scheduler([job('one'), job('two')], log)
  scheduler.start()
  await scheduler.close()
  expect(ran).toEqual(['one', 'two'])
})

it('waits at its end for the job that runs, and may be closed twice', async () => {
  let finish = () => {}
  let finished = false
  const running = new Promise<void>((resolve) => (finish = resolve)).then(() => (finished = true))
  const scheduler = new Scheduler([{ name: 'slow', schedule: YEARLY, run: () => running }], log)
  scheduler.start()
  const closing = scheduler.close()
  expect(finished).toBe(false)
  finish()
  await closing
  await scheduler.close()
  expect(finished).toBe(true)
})

it('does not run a job that is running, and goes on after a failure', async () => {
  let runs = 0
  let fail: (error: Error) => void = () => {}
  const run = () => {
    runs += 1
    return new Promise((_, reject) => (fail = reject))
  }
  const lines: string[] = []
  const noted = pino({}, { write: (line: string) => void lines.push(line) })
  const scheduler = new Scheduler([{ name: 'fails', schedule: YEARLY, run }], noted)
  scheduler.start()
  scheduler.start()
  expect(runs).toBe(1)
  fail(new Error('no disk'))
  await scheduler.close()
  expect(lines.join()).toContain('no disk')
  scheduler.start()
  expect(runs).toBe(2)
  fail(new Error('again'))
  await scheduler.close()
})
