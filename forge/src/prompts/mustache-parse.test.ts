import { mustacheDifference } from '@anvil/shared/template'
import mustache from 'mustache'
import { describe, expect, it } from 'vitest'
import { mustacheParse } from './mustache-parse.js'

describe('mustacheParse', () => {
  it.each([
    ['plain text', null],
    ['{{#a}}\n  {{b}}\n{{/a}}\n', null],
    ['<%a%> {{code here}}', ['<%', '%>']],
    ['{{=[ ]=}}[a] {{b}}', null],
    ['', null],
  ] as [string, [string, string] | null][])('lets %j through, which both read alike', (template, delimiters) => {
    expect(mustacheDifference(template, delimiters, mustacheParse)).toBeUndefined()
  })

  it('keeps no template in a cache', () => {
    mustache.clearCache()
    mustacheParse('{{kept}}', ['{{', '}}'])
    expect(Object.values(mustache.templateCache ?? {}).join('')).not.toContain('kept')
  })

  it('refuses white space on which its search would take for ever', () => {
    const spaces = ' '.repeat(500_000)
    expect(mustacheDifference(`{{!${spaces}}}{{a}}`, null, mustacheParse)).toMatch(/white space/)
    expect(mustacheDifference(spaces, null, mustacheParse)).toBeUndefined()
  })
})
