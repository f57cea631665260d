import { expect, it } from 'vitest'
import type { Content } from './content.js'
import { chosenContent, mergedTexts, openOf, sayPart, type MergedText } from './merge-choices.js'

const MORE = { delimiters: null, variables: {}, metadata: {} }
const text = (template: string): Content => ({ kind: 'text', template, ...MORE })
const chat = (...said: ['system' | 'user', string][]): Content => ({
  kind: 'chat',
  messages: said.map(([role, template]) => ({ role, template })),
  ...MORE,
})
const keysOf = (texts: readonly MergedText[]) =>
  texts.flatMap(({ parts }) => parts.flatMap((part) => ('key' in part ? [part.key] : [])))

it('merges a text by itself where nobody has to choose, and lets either side be chosen', () => {
  const [base, mine, theirs] = [text('One.\nTwo.\n'), text('1.\nTwo.\n'), text('One.\n2.\n')]
  const texts = mergedTexts({ mine, theirs, base }) ?? []
  const [own = '', other = ''] = keysOf(texts)
  expect(openOf(texts, new Map())).toBe(0)
  expect(chosenContent(mine, texts, new Map())).toEqual(text('1.\n2.\n'))
  expect(chosenContent(mine, texts, new Map([[own, 'theirs']]))).toEqual(text('One.\n2.\n'))
  expect(chosenContent(mine, texts, new Map([[other, 'mine']]))).toEqual(mine)
})

it('gives no content before everything is chosen', () => {
  const [mine, theirs] = [text('1.\nTwo.\n3.\n'), text('One.\nTwo.\nThree.\n')]
  const texts = mergedTexts({ mine, theirs, base: undefined }) ?? []
  const [first = '', second = ''] = keysOf(texts)
  expect([openOf(texts, new Map()), chosenContent(mine, texts, new Map())]).toEqual([2, undefined])
  expect(openOf(texts, new Map([[first, 'mine']]))).toBe(1)
  const all = new Map([
    [first, 'mine'],
    [second, 'theirs'],
  ] as const)
  expect(chosenContent(mine, texts, all)).toEqual(text('1.\nTwo.\nThree.\n'))
})

it('merges a chat message by message', () => {
  const base = chat(['system', 'Be kind.'], ['user', 'Hi.'])
  const mine = chat(['system', 'Be brief.'], ['user', 'Hi.'])
  const theirs = chat(['system', 'Be kind.'], ['user', 'Hello.'])
  const texts = mergedTexts({ mine, theirs, base }) ?? []
  expect(texts.map(({ name }) => name)).toEqual(['Message 1, system', 'Message 2, user'])
  expect(chosenContent(mine, texts, new Map())).toEqual(chat(['system', 'Be brief.'], ['user', 'Hello.']))
})

it('does not go by a base of another form, and lays nothing over another form', () => {
  const mine = chat(['user', 'Hi.'])
  const theirs = chat(['user', 'Hello.'])
  const other = mergedTexts({ mine, theirs, base: chat(['system', 'Hi.']) }) ?? []
  expect(openOf(other, new Map())).toBe(1)
  expect(mergedTexts({ mine, theirs: text('Hello.'), base: undefined })).toBeUndefined()
  expect(mergedTexts({ mine, theirs: chat(['user', 'Hello.'], ['user', '?']), base: mine })).toBeUndefined()
})

it('keeps a choice by what differs, also where it is there twice or something else changes', () => {
  const theirs = text('One.\nTwo.\nOne.\n')
  const texts = mergedTexts({ mine: text('1.\nTwo.\n1.\n'), theirs, base: undefined }) ?? []
  const keys = keysOf(texts)
  expect(new Set(keys).size).toBe(2)
  const later = mergedTexts({ mine: text('1.\n2.\n1.\n'), theirs: text('One.\n2.\nOne.\n'), base: undefined }) ?? []
  expect(keysOf(later)).toEqual(keys)
  const [part] = later.flatMap(({ parts }) => parts.filter((each) => 'key' in each))
  expect(part && sayPart(part, new Map([[keys[0] ?? '', 'mine']]))).toBe('1.\n')
})
