import { describe, expect, it } from 'vitest'
import { EventHub } from './events.js'
import { safeLogger } from './logger.js'

const missing = { id: 'hello', variable: 'name' }

describe('the events', () => {
  it('reach every listener of their name, and no other', () => {
    const heard: string[] = []
    const hub = new EventHub(() => undefined)
    hub.on('missing', ({ variable }) => heard.push(`one ${variable}`))
    hub.on('missing', ({ variable }) => heard.push(`two ${variable}`))
    hub.on('mode', () => heard.push('mode'))
    hub.emit('missing', missing)
    expect(heard).toEqual(['one name', 'two name'])
  })

  it('reach the rest where one listener throws, and that is reported', () => {
    const reported: unknown[] = []
    const heard: string[] = []
    const hub = new EventHub((error) => reported.push(error))
    const fault = new Error('from the host')
    hub.on('missing', () => {
      throw fault
    })
    hub.on('missing', () => heard.push('second'))
    hub.emit('missing', missing)
    expect([reported, heard]).toEqual([[fault], ['second']])
  })

  it('end for a listener that was taken away, once or twice, and for all when cleared', () => {
    const heard: string[] = []
    const hub = new EventHub(() => undefined)
    const stop = hub.on('missing', () => heard.push('gone'))
    hub.on('missing', () => heard.push('stays'))
    stop()
    stop()
    hub.emit('missing', missing)
    hub.clear()
    hub.emit('missing', missing)
    expect(heard).toEqual(['stays'])
  })
})

describe('the logger', () => {
  it('passes lines on, and is silent where it is false', () => {
    const lines: string[] = []
    const logger = safeLogger({ info: (line) => lines.push(`i ${line}`), warn: (line) => lines.push(`w ${line}`) })
    logger.info('a')
    logger.warn('b')
    safeLogger(false).warn('c')
    expect(lines).toEqual(['i a', 'w b'])
  })

  it('keeps the faults of a host to itself', () => {
    const fail = (): never => {
      throw new Error('from the host')
    }
    const logger = safeLogger({ info: fail, warn: fail })
    expect(() => [logger.info('a'), logger.warn('b')]).not.toThrow()
  })
})
