import { expect, it } from 'vitest'
import { isPromptId, PromptId, Slug } from './prompt-id.js'

it.each(['welcome', 'welcome.message', 'a-b_c.D9', 'x'.repeat(128)])('takes %s as the id of a prompt', (id) => {
  expect(isPromptId(id)).toBe(true)
})

it.each([
  '',
  '.',
  'a.',
  '.a',
  'a..b',
  'a b',
  'é',
  'a/b',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'x'.repeat(129),
])('refuses %j as the id of a prompt', (id) => {
  expect(PromptId.safeParse(id).success).toBe(false)
})

it.each([
  ['onboarding-2', true],
  ['Onboarding', false],
  ['a--b', false],
  ['-a', false],
  ['', false],
])('says of the slug %j: %s', (slug, good) => {
  expect(Slug.safeParse(slug).success).toBe(good)
})
