import { describe, expect, it } from 'vitest'
import { type Found, matching } from './found.js'

const offer = (title: string, kind: Found['kind']): Found => ({ key: title, title, kind, pick: { run: () => {} } })
const ALL = [offer('Home', 'Page'), offer('Welcome', 'Prompt set'), offer('Versions of Welcome', 'Page')]
const titles = (text: string) => matching(ALL, text).map(({ title }) => title)

describe('what the palette offers', () => {
  it('is all of it until something is typed, in its order', () => {
    expect([titles(''), titles('  ')]).toEqual([
      ['Home', 'Welcome', 'Versions of Welcome'],
      ['Home', 'Welcome', 'Versions of Welcome'],
    ])
  })

  it('has every word that was typed, in whatever order and case, also what it is', () => {
    expect(titles('WELCOME vers')).toEqual(['Versions of Welcome'])
    expect(titles('set wel')).toEqual(['Welcome'])
    expect(titles('page')).toEqual(['Home', 'Versions of Welcome'])
    expect(titles('welcome tomorrow')).toEqual([])
  })
})
