import { AnvilError } from '@anvil/shared/errors'
import { describe, expect, it } from 'vitest'
import { safeLogger } from './logger.js'
import { unexpectedError } from './unexpected-error.js'
import { fieldsOf } from './fields.js'
import { Counters } from './prompts/counters.js'
import { showPosition } from './receiver/running.js'

describe('a host’s logger', () => {
  it('gets each line under its own name, with its own this', () => {
    const host = {
      lines: new Array<string>(),
      info(line: string) {
        this.lines.push(`i ${line}`)
      },
      warn(line: string) {
        this.lines.push(`w ${line}`)
      },
    }
    const log = safeLogger(host)
    log.info('a')
    log.warn('b')
    expect(host.lines).toEqual(['i a', 'w b'])
  })

  it('that throws costs its line and nothing else', () => {
    const lines: string[] = []
    const log = safeLogger({
      info: () => {
        throw new Error('the host’s disk is full')
      },
      warn: (line) => lines.push(line),
    })
    expect(() => log.info('lost')).not.toThrow()
    log.warn('kept')
    expect(lines).toEqual(['kept'])
  })
})

describe('an error that nobody foresaw', () => {
  it('stays what it is where it is one of ours', () => {
    const ours = new AnvilError('cache.unavailable', 'full')
    expect(unexpectedError('It failed', ours)).toBe(ours)
  })

  it.each([
    [new TypeError('x is not a function'), 'x is not a function'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('is told with its cause, though it is %s', (cause, why) => {
    const told = unexpectedError('The command failed', cause)
    expect(told.code).toBe('internal')
    expect(told.cause).toBe(cause)
    expect(told.message).toMatch(new RegExp(`^The command failed: ${why}\\.`))
  })
})

describe('the fields of a value', () => {
  it.each([null, undefined, 1, 'text', [1, 2], () => 1])('are none at %s', (value) => {
    expect(fieldsOf(value)).toEqual({})
  })

  it('are its own alone', () => {
    expect(fieldsOf(Object.create({ inherited: 1 }))).toEqual({})
    expect(fieldsOf(JSON.parse('{"__proto__":{"mode":"frozen"}}')).mode).toBeUndefined()
  })
})

it('counts begin anew once they are taken', () => {
  const counters = new Counters()
  counters.renders += 2
  counters.missing += 1
  expect(counters.take()).toEqual({ renders: 2, errors: 0, missing: 1 })
  expect(counters.take()).toEqual({ renders: 0, errors: 0, missing: 0 })
})

it('a position names its epoch once there was a second one', () => {
  expect(showPosition({ epoch: 1, sequence: 0 })).toBe('#0')
  expect(showPosition({ epoch: 2, sequence: 14 })).toBe('#14 (epoch 2)')
})
