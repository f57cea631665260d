import { AnvilError } from '@anvil/shared'
import { renderTemplate } from '@anvil/shared/template'
import { expect, it } from 'vitest'
import { sayUnrendered } from './say-unrendered.js'

function saidOf(template: string, values: Record<string, unknown> = {}): string {
  try {
    return renderTemplate(template, values)
  } catch (error) {
    if (error instanceof AnvilError) return sayUnrendered(error)
    throw error
  }
}

it('asks for the examples that are missing, by name', () => {
  expect(saidOf('Hello {{name}}')).toBe('Give an example for name to see the text filled in.')
  expect(saidOf('{{greeting}} {{order.number}}, {{greeting}}')).toBe(
    'Give examples for greeting, order.number to see the text filled in.',
  )
})

it('says everything else as the renderer does', () => {
  expect(saidOf('Hello {{#name}}')).toContain('name that opens here is never closed')
  expect(saidOf('{{> elsewhere}}')).toContain('elsewhere')
  expect(sayUnrendered(new AnvilError('variable.missing', 'As it was said'))).toBe('As it was said')
})
