import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPhrases } from './find-phrases.js'

const linesOf = (text: string, ...phrases: string[]): number[] => findPhrases(text, phrases).map(({ line }) => line)

describe('a phrase', () => {
  it.each([
    ['at the very start and end', 'as an ai', 'as an ai', [1]],
    ['in capitals', 'AS AN AI', 'as an ai', [1]],
    ['written in capitals by the policy', 'as an ai', 'AS AN AI', [1]],
    ['with tabs and hard spaces between', 'as\tan\u00A0ai', 'as an ai', [1]],
    ['before a full stop', 'I speak as an AI.', 'as an ai', [1]],
    ['in quotes', '“as an AI”', 'as an ai', [1]],
    ['with spaces around it in the policy', 'as an ai', '  as   an ai ', [1]],
    ['over three lines', 'x\nas\nan\nai', 'as an ai', [2]],
    ['over a blank line', 'as an\n\n\nai', 'as an ai', [1]],
    ['over the ends of Windows lines', 'one\r\nas an\r\nai', 'as an ai', [2]],
    ['after lines of nothing', '\n \n\t\nas an ai', 'as an ai', [4]],
    ['twice on a line, once', 'as an ai as an ai', 'as an ai', [1]],
    ['on each of some lines', 'no\nno\nyes\nno', 'no', [1, 2, 4]],
    ['in full-width letters', 'ｃｈｅｅｓｅ', 'cheese', [1]],
    ['as a ligature', 'oﬃce', 'office', [1]],
    ['with a soft hyphen in it', 'syn\u00ADergy', 'synergy', [1]],
    ['with a joiner of no width in it', 'syn\u2060er\uFEFFgy', 'synergy', [1]],
    ['with an accent of its own', 'cafe\u0301', 'café', [1]],
    ['with signs at its ends', 'say 100%, now', '100%', [1]],
    ['beside a sign that no word has', 'a_synergy-b', 'synergy', [1]],
    ['of letters beyond the first plane', 'the 🚀 rises', '🚀', [1]],
    ['in a script without spaces, amid words', 'これは秘密です', '秘密', [1]],
    ['in Thai, amid words', 'นี่คือความลับนะ', 'ความลับ', [1]],
  ])('is found %s', (_name, text, phrase, lines) => {
    expect(linesOf(text, phrase)).toEqual(lines)
  })

  it.each([
    ['inside a word', 'bananas and aim', 'ana'],
    ['at the start of a longer word', 'synergies', 'synergi'],
    ['at the end of a longer word', 'resynergy', 'synergy'],
    ['before a digit', 'model4', 'model'],
    ['after a letter with an accent', 'ésynergy', 'synergy'],
    ['whose words are apart', 'as you an ai', 'as an ai'],
    ['whose accent is missing', 'cafe', 'café'],
    ['that is longer than the text', 'as', 'as an ai'],
    ['in a text of nothing', '', 'as an ai'],
    ['that is of characters without width alone', 'anything', '\u200B\u200B'],
  ])('is not found %s', (_name, text, phrase) => {
    expect(linesOf(text, phrase)).toEqual([])
  })

  it('is taken as it is: marks of regular expressions mean nothing', () => {
    expect(linesOf('abc', 'a.c', '.*', '[a-z]+', '(a')).toEqual([])
    expect(linesOf('say a.c and .* here', 'a.c', '.*')).toEqual([1, 1])
    expect(linesOf('$& $1', '$&')).toEqual([1])
  })

  it('is told as the policy writes it, with the whole line on which it begins', () => {
    expect(findPhrases('one\nPlease, SAY Cheese now\nend', ['Say  cheese'])).toEqual([
      { phrase: 'Say  cheese', line: 2, text: 'Please, SAY Cheese now' },
    ])
    expect(findPhrases('we say\ncheese', ['say cheese'])[0]?.text).toBe('we say')
  })

  it('comes in the order of the lines, those of one line in the order of the policy', () => {
    const found = findPhrases('two one\none\nthree', ['three', 'one', 'two'])
    expect(found.map(({ phrase, line }) => `${phrase} ${line}`)).toEqual(['one 1', 'two 1', 'one 2', 'three 3'])
  })

  it('overlaps with another, and not with itself', () => {
    expect(findPhrases('new york city', ['new york', 'york city'])).toHaveLength(2)
    expect(linesOf('no no no', 'no no')).toEqual([1])
  })

  it('is found on its line whatever lines of other words stand around it', () => {
    const other = constantFrom('', ' ', 'words', 'a\u200Bb', '日本語', '  many   spaces ', 'İstanbul', '\t')
    assert(
      property(array(other, { maxLength: 12 }), array(other, { maxLength: 12 }), (before, after) => {
        expect(linesOf([...before, 'Say cheese', ...after].join('\n'), 'SAY CHEESE')).toEqual([before.length + 1])
      }),
    )
  })

  it('is looked for in no time in a text that nearly says it all along', () => {
    const text = 'as an '.repeat(100_000)
    expect(linesOf(`${text}\nas an ai`, 'as an ai', 'an as an ai')).toHaveLength(2)
  })
})
