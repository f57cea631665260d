import { expect, it } from 'vitest'
import type { Content } from './content.js'
import { contentDifferences, textDifference } from './content-differences.js'

const tone = { type: 'enum', required: false, default: 'warm', description: 'How', values: ['warm', 'cool'] } as const
const name = { type: 'string', required: true, default: null, description: '' } as const
const content = (more: Pick<Partial<Content>, 'variables' | 'metadata' | 'delimiters'>): Content => ({
  kind: 'text',
  template: 'Hello',
  delimiters: null,
  variables: {},
  metadata: {},
  ...more,
})

it('says what differs of variables, metadata and tag marks, and nothing of what is the same', () => {
  const mine = content({ variables: { tone: { ...tone, values: [...tone.values] }, name }, metadata: { a: 1, b: 'x' } })
  const theirs = content({
    variables: { name, age: { ...name, type: 'number' } },
    metadata: { b: 'x', a: [1] },
    delimiters: ['<%', '%>'],
  })
  expect(
    contentDifferences({ mine, theirs, base: undefined }).map(({ what, ...sides }) => [what, sides.mine, sides.theirs]),
  ).toEqual([
    ['Variable age', null, 'required number'],
    ['Variable tone', 'optional one of warm, cool · default warm · How', null],
    ['Metadata a', '1', '[\n  1\n]'],
    ['Tag marks', '{{ }}', '<% %>'],
  ])
  expect(contentDifferences({ mine, theirs: mine, base: mine })).toEqual([])
})

it('takes theirs one by one, and leaves what is one’s own otherwise', () => {
  const mine = content({ variables: { name }, metadata: { a: 1, own: true } })
  const theirs = content({
    variables: { age: { ...name, type: 'number' } },
    metadata: { a: 2 },
    delimiters: ['<%', '%>'],
  })
  const taken = contentDifferences({ mine, theirs, base: undefined }).reduce(
    (own, { takeTheirs }) => takeTheirs(own),
    mine,
  )
  expect(taken).toEqual(theirs)
  const [, variable] = contentDifferences({ mine, theirs, base: undefined })
  expect(variable?.takeTheirs({ ...mine, metadata: { later: 1 } })).toEqual({
    ...mine,
    variables: {},
    metadata: { later: 1 },
  })
})

it('tells what only they changed since both began, and claims nothing where that is not known', () => {
  const base = content({ variables: { name }, metadata: { a: 1, b: 1 } })
  const mine = content({ variables: { name, age: name }, metadata: { a: 1, b: 2 } })
  const theirs = content({ variables: {}, metadata: { a: 3, b: 1 }, delimiters: ['<%', '%>'] })
  const toldBy = (from: Content | undefined) =>
    contentDifferences({ mine, theirs, base: from }).map(({ what, isTheirsOnly, isMineOnly }) => [
      what,
      isTheirsOnly,
      isMineOnly,
    ])
  expect(toldBy(base)).toEqual([
    ['Variable age', false, true],
    ['Variable name', true, false],
    ['Metadata a', true, false],
    ['Metadata b', false, true],
    ['Tag marks', true, false],
  ])
  expect(new Set(toldBy(undefined).flatMap(([, ...isOnly]) => isOnly))).toEqual(new Set([false]))
})

it('takes their text and leaves the rest as one wrote it, whatever kind the text is of', () => {
  const mine = content({ variables: { name }, metadata: { own: true } })
  const messages = [{ role: 'user' as const, template: 'Hi' }]
  const theirs: Content = { kind: 'chat', messages, delimiters: null, variables: {}, metadata: {} }
  const found = textDifference({ mine, theirs, base: mine })
  expect(found).toMatchObject({ mine: 'Hello', theirs: 'user:\nHi', isTheirsOnly: true })
  expect(found?.takeTheirs(mine)).toEqual({
    kind: 'chat',
    messages,
    delimiters: null,
    variables: { name },
    metadata: { own: true },
  })
  const back = textDifference({ mine: theirs, theirs: mine, base: undefined })
  expect(back?.takeTheirs(theirs)).toEqual({ ...mine, variables: {}, metadata: {} })
  expect(textDifference({ mine, theirs: mine, base: undefined })).toBeUndefined()
})
