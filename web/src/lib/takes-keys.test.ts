import { describe, expect, it } from 'vitest'
import { takesKeys } from './takes-keys.js'

describe('a letter', () => {
  it.each([
    ['a text field', { tagName: 'INPUT', type: 'text' }],
    ['a search field', { tagName: 'INPUT', type: 'search' }],
    ['a password', { tagName: 'INPUT', type: 'password' }],
    ['a number', { tagName: 'INPUT', type: 'number' }],
    ['a field of a type that is not known', { tagName: 'INPUT', type: '' }],
    ['a text area', { tagName: 'TEXTAREA', type: 'textarea' }],
    ['a choice, which goes to what begins so', { tagName: 'SELECT', type: 'select-one' }],
    ['an editor', { tagName: 'DIV', isContentEditable: true }],
  ])('is typed into %s', (_what, focused) => {
    expect(takesKeys(focused)).toBe(true)
  })

  it.each([
    ['the page', { tagName: 'BODY', isContentEditable: false }],
    ['a link', { tagName: 'A', isContentEditable: false }],
    ['a button', { tagName: 'BUTTON', type: 'submit' }],
    ['a box to tick', { tagName: 'INPUT', type: 'checkbox' }],
    ['a choice of one', { tagName: 'INPUT', type: 'radio' }],
    ['a choice of files', { tagName: 'INPUT', type: 'file' }],
    ['no element at all', {}],
  ])('is a shortcut at %s', (_what, focused) => {
    expect(takesKeys(focused)).toBe(false)
  })
})
