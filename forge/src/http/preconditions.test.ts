import { AnvilError } from '@anvil/shared'
import { describe, expect, it } from 'vitest'
import { checkPreconditions, type Preconditions } from './preconditions.js'

const there = { etag: '"a.1"', shown: { text: 'theirs' } }

function outcome(asked: Partial<Preconditions>, current: typeof there | undefined): unknown {
  try {
    checkPreconditions({ ifMatch: undefined, mustBeNew: false, ...asked }, 'The prompt x', current)
    return 'ok'
  } catch (error) {
    return error instanceof AnvilError ? error.status : error
  }
}

describe('checkPreconditions', () => {
  it.each([
    ['nothing asked, nothing there', {}, undefined, 'ok'],
    ['nothing asked, something there', {}, there, 428],
    ['new asked, nothing there', { mustBeNew: true }, undefined, 'ok'],
    ['new asked, something there', { mustBeNew: true }, there, 412],
    ['the right ETag', { ifMatch: ['"x"', '"a.1"'] }, there, 'ok'],
    ['any ETag', { ifMatch: '*' }, there, 'ok'],
    ['an old ETag', { ifMatch: ['"a.0"'] }, there, 412],
    ['a weak form of the ETag', { ifMatch: ['W/"a.1"'] }, there, 412],
    ['an ETag of what is gone', { ifMatch: ['"a.1"'] }, undefined, 412],
    ['any ETag of what is gone', { ifMatch: '*' }, undefined, 412],
  ] as const)('%s', (_name, asked, current, expected) => {
    expect(outcome(asked, current)).toBe(expected)
  })
})
