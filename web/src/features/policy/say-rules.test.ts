import { isolate } from '@anvil/shared'
import { DEFAULT_POLICY } from '@anvil/shared/policy'
import { expect, it } from 'vitest'
import { sayRule, saySettings } from './say-rules.js'

it('Rules are said in words', () => {
  expect(sayRule('banned_phrases')).toBe('Banned phrases')
  expect(saySettings({ level: 'warn', max_characters: 100_000 })).toBe('max characters: 100,000')
  expect(saySettings({ level: 'warn', warnings: false, case: 'any', required: [] })).toBe(
    'warnings: no · case: any · required: none',
  )
  expect(saySettings({ level: 'warn', environments: [] })).toBe('environments: all')
  expect(saySettings({ level: 'warn', environments: ['production'] })).toBe('environments: production')
  expect(saySettings({ level: 'block', phrases: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })).toBe(
    'phrases: a, b, c, d, e and 2 more',
  )
})

it.each([
  ['lint', 'Lint'],
  ['secrets', 'Secrets'],
  ['variables', 'Variables'],
] as const)('The rule %s is called %s', (rule, name) => expect(sayRule(rule)).toBe(name))

it('Every rule of the usual policy can be said in a line', () => {
  const said = Object.entries(DEFAULT_POLICY.rules).map(([rule, settings]) => `${rule}: ${saySettings(settings)}`)
  expect(said).toEqual([
    'lint: warnings: no',
    'secrets: high entropy: yes',
    'banned_phrases: phrases: none',
    'size: max characters: 100,000',
    'naming: case: any · first words: none · max words: 8',
    'metadata: required: none',
    'variables: environments: all',
  ])
})

it('Five words of a setting are all shown, and of six one is counted', () => {
  const words = ['a', 'b', 'c', 'd', 'e']
  expect(saySettings({ required: words })).toBe('required: a, b, c, d, e')
  expect(saySettings({ required: [...words, 'f'] })).toBe('required: a, b, c, d, e and 1 more')
})

it('A word that runs from right to left turns nothing around it', () => {
  expect(saySettings({ phrases: ['\u202Egnab', 'b'] })).toBe(`phrases: ${isolate('\u202Egnab')}, b`)
  expect(isolate('\u202Egnab')).not.toBe('\u202Egnab')
})
