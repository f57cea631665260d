import { AnvilError } from '@anvil/shared'
import { expect, it } from 'vitest'
import { changedLines, type Rendered, renderShown } from './render-shown.js'

const shown = [{ id: 'welcome.en', title: 'Greeting', variables: { name: 'Ada' } }]
const client = (render: () => never | ReturnType<typeof aText>) => ({
  render,
  status: () => {
    throw new Error('not asked')
  },
  on: () => () => undefined,
})
const aText = () => ({
  text: 'Hello',
  id: 'welcome.en',
  version: '1.0.0',
  digest: '0123456789abcdef',
  sequence: 7,
  reason: 'STATIC' as const,
})
const rendered = (change: Partial<Rendered> = {}): Rendered => ({
  id: 'welcome.en',
  title: 'Greeting',
  text: 'Hello',
  source: 'version 1.0.0',
  failed: false,
  ...change,
})

it('tells where a text comes from', () => {
  const [first] = renderShown(client(aText), shown)
  expect(first).toEqual(rendered({ source: 'version 1.0.0 · sequence 7 · 0123456789ab · STATIC' }))
})

it('shows the reason where a prompt cannot be rendered', () => {
  const failing = client(() => {
    throw new AnvilError('client.not_ready', 'Nothing verified yet')
  })
  expect(renderShown(failing, shown)).toEqual([
    rendered({ text: 'Nothing verified yet', source: 'client.not_ready', failed: true }),
  ])
})

it('does not hide a bug', () => {
  const broken = client(() => {
    throw new TypeError('a bug')
  })
  expect(() => renderShown(broken, shown)).toThrow('a bug')
})

it('names what changed by its first line, and nothing where all is the same', () => {
  expect(changedLines([rendered()], [rendered({ source: 'version 1.0.1' })])).toEqual([])
  expect(changedLines([rendered()], [rendered({ text: 'Good day\nto you' })])).toEqual([
    'welcome.en (version 1.0.0): Good day …',
  ])
  expect(changedLines([], [rendered()])).toEqual(['welcome.en (version 1.0.0): Hello'])
})
