import { expect, it } from 'vitest'
import { foldUnchanged } from './fold-unchanged.js'

const long = `${'a'.repeat(500)}${'b'.repeat(500)}`

it('leaves a short stretch as it is', () => {
  expect(foldUnchanged('same', { isFirst: true, isLast: false })).toBe('same')
})

it('keeps what stands next to a change, and counts the rest', () => {
  const middle = foldUnchanged(long, { isFirst: false, isLast: false })
  expect(middle).toBe(`${'a'.repeat(240)}\n… 520 characters unchanged …\n${'b'.repeat(240)}`)
  expect(foldUnchanged(long, { isFirst: true, isLast: false })).toBe(
    `\n… 760 characters unchanged …\n${'b'.repeat(240)}`,
  )
  expect(foldUnchanged(long, { isFirst: true, isLast: true })).toBe('\n… 1,000 characters unchanged …\n')
})
