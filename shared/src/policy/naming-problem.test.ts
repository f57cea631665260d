import { describe, expect, it } from 'vitest'
import { namingProblem } from './naming-problem.js'
import { DEFAULT_POLICY, PolicyDocument } from './policy-document.js'

const said = (id: string, naming: object): string | undefined =>
  namingProblem(id, PolicyDocument.parse({ format: 1, rules: { naming } }).rules.naming)

describe('the id of a prompt', () => {
  it.each([
    ['any', ['A', 'a-b_C', 'x.Y.z'], []],
    ['lower', ['a', 'a-b_c', '9', 'a.b-c', '-'], ['A', 'a.B']],
    ['kebab', ['a', 'a-b', 'a1-2b', '1.a-b'], ['-a', 'a-', 'a--b', 'a_b', 'aB', 'a.b_c']],
    ['snake', ['a', 'a_b', 'a1_2b', 'a.b_c'], ['_a', 'a_', 'a__b', 'a-b', 'aB']],
    ['camel', ['a', 'aB', 'a1B2', 'firstReply.toAll', 'aBC'], ['A', '1a', 'a-b', 'a_b', 'FirstReply', 'a.B']],
  ])('in case %s is held to it word by word', (name, good, odd) => {
    for (const id of good) expect([id, said(id, { case: name })]).toEqual([id, undefined])
    for (const id of odd) expect([id, said(id, { case: name })]).not.toEqual([id, undefined])
  })

  it('is told by its first odd word, and how it should be', () => {
    expect(said('ok.Not_ok.Nor', { case: 'kebab' })).toBe(
      'The word “Not_ok” of its id is not made of lower-case letters and digits with "-" between, such as first-reply.',
    )
    expect(said('a-b', { case: 'camel' })).toContain('such as firstReply')
    expect(said('a-b', { case: 'snake' })).toContain('such as first_reply')
  })

  it('has as many words as are allowed, and no more', () => {
    expect(said('a.b.c', { max_words: 3 })).toBeUndefined()
    expect(said('a.b.c', { max_words: 2 })).toBe('Its id has 3 words; the policy of this project allows 2.')
    expect(said('a.b', { max_words: 1 })).toContain('has 2 words')
  })

  it('begins with one of the first words, in their case', () => {
    const naming = { first_words: ['support', 'sales'] }
    for (const id of ['support', 'sales.x']) expect(said(id, naming)).toBeUndefined()
    for (const id of ['supporting.x', 'Sales.x', 'x.sales']) {
      expect(said(id, naming)).toBe(`Its id begins with “${id.split('.')[0]}”; here ids begin with support, sales.`)
    }
  })

  it('is told one thing at a time: its letters, then its length, then how it begins', () => {
    const naming = { case: 'lower', max_words: 2, first_words: ['z'] }
    expect(said('A.b.c', naming)).toContain('is not made of')
    expect(said('a.b.c', naming)).toContain('has 3 words')
    expect(said('a.b', naming)).toContain('begins with')
    expect(said('z.b', naming)).toBeUndefined()
  })

  it('of eight words passes the usual policy', () => {
    const { naming } = DEFAULT_POLICY.rules
    expect(namingProblem('A.b-C.d_e.f.g.h.i.j', naming)).toBeUndefined()
    expect(namingProblem('a.b.c.d.e.f.g.h.i', naming)).toContain('has 9 words')
  })
})
