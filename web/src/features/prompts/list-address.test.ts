import { PromptQuery, PromptTreeQuery } from '@anvil/shared/api'
import { describe, expect, it } from 'vitest'
import { aroundAddress, listAddress } from './list-address.js'

const read = (address: string) => Object.fromEntries(new URLSearchParams(address))

describe('the address of a page of prompts', () => {
  it('says only what is looked for', () => {
    expect(listAddress({}, null)).toBe('limit=200')
    expect(listAddress({ q: '', under: undefined }, null)).toBe('limit=200')
    expect(read(listAddress({ q: 'hello', under: 'welcome' }, 'welcome.a'))).toEqual({
      limit: '200',
      q: 'hello',
      under: 'welcome',
      cursor: 'welcome.a',
    })
  })

  it('names the prompt around which it is to be, with what is looked for', () => {
    const asked = read(aroundAddress({ q: 'hello', under: undefined }, 'welcome.a'))
    expect(PromptQuery.parse(asked)).toEqual({ limit: 21, q: 'hello', around: 'welcome.a' })
  })

  it('carries any text unharmed', () => {
    const q = 'a&b=c +100% “ü” {{name}} #?/'
    expect(read(listAddress({ q }, null))['q']).toBe(q)
  })

  it('is what the API takes for lists and for trees', () => {
    const asked = read(listAddress({ q: 'x', under: 'a.b' }, 'a.b.c'))
    for (const schema of [PromptQuery, PromptTreeQuery]) {
      expect(schema.parse(asked)).toEqual({ limit: 200, q: 'x', under: 'a.b', cursor: 'a.b.c' })
    }
  })
})
