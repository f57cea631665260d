import { isPromptId } from '@anvil/shared'
import { assert, constantFrom, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { idOfTitle } from './id-of-title.js'

it.each([
  ['Linux Terminal', 'linux-terminal'],
  ['  Character from Movie/Book/Anything ', 'character-from-movie-book-anything'],
  ['Éclair Straße Łódź', 'eclair-strasse-lodz'],
  ['../../etc/passwd', 'etc-passwd'],
  ['翻訳者', 'prompt-'],
  ['翻訳 helper', 'helper-'],
  ['🎉', 'prompt-'],
  ['constructor', 'constructor-'],
  ['__proto__', 'proto'],
  ['x'.repeat(500), 'x'.repeat(80)],
])('an id of %j begins as %s', (title, id) => {
  expect(idOfTitle(title)).toMatch(id.endsWith('-') ? new RegExp(`^${id}[0-9a-f]{8}$`) : new RegExp(`^${id}$`))
})

it('is an id for whatever title, and always the same', () => {
  assert(
    property(
      string({ unit: constantFrom('a', 'Z', '7', ' ', '.', '_', 'é', 'ß', 'か', '\u3099', '🎉', '\ud800', '٣') }),
      (title) => {
        expect(isPromptId(idOfTitle(title))).toBe(true)
        expect(idOfTitle(title)).toBe(idOfTitle(title))
      },
    ),
  )
})

it('tells titles of other scripts apart, however they are composed', () => {
  expect(idOfTitle('翻訳者')).not.toBe(idOfTitle('通訳者'))
  expect(idOfTitle('が')).toBe(idOfTitle('か\u3099'))
})
