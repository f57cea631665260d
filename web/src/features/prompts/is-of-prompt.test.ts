import { expect, it } from 'vitest'
import { isOfPrompt } from './is-of-prompt.js'

const SET = ['projects', 'p1', 'prompt-sets', 's1', 'prompts']

it.each(['one', 'around', 'includes', 'used-by'])('finds what is asked of the prompt: %s', (what) => {
  expect(isOfPrompt([...SET, what, 'welcome', { q: '' }], SET, 'welcome')).toBe(true)
  expect(isOfPrompt([...SET, what, 'other', { q: 'welcome' }], SET, 'welcome')).toBe(false)
})

it.each(['list', 'tree', 'one', 'around', 'prompts', 's1'])(
  'takes nothing else for it, be the prompt called as a part of a key is: %s',
  (id) => {
    for (const what of ['list', 'tree', 'one', 'around']) {
      expect(isOfPrompt([...SET, what, 'other'], SET, id)).toBe(false)
      expect(isOfPrompt([...SET, what, { q: id }], SET, id)).toBe(false)
    }
    expect(isOfPrompt(['projects', 'p1', 'prompt-sets', 's2', 'prompts', 'one', id], SET, id)).toBe(false)
    expect(isOfPrompt(['projects', 'p1', 'prompt-sets'], SET, id)).toBe(false)
  },
)
