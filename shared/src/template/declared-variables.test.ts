import { describe, expect, it } from 'vitest'
import type { Variable, VariableType } from '../protocol/documents.js'
import { renderTemplate } from './render-template.js'

const declare = (type: VariableType, more: Partial<Variable> = {}): Variable => ({
  type,
  required: true,
  default: null,
  description: '',
  ...more,
})
const render = (variable: Variable, value: unknown): string =>
  renderTemplate('<{{x}}>', value === undefined ? {} : { x: value }, { declared: { x: variable } })
const raised = (code: string, details: unknown) => expect.objectContaining({ code, details })

describe('a declared variable takes values of its type', () => {
  it.each([
    ['string', 'a', 'a'],
    ['string', '', ''],
    ['number', 0, '0'],
    ['number', 1.5, '1.5'],
    ['boolean', false, 'false'],
    ['enum', 'b', 'b'],
    ['list', [], '[]'],
    ['list', [1], '[1]'],
    ['object', { a: 1 }, '{"a":1}'],
  ] as const)('%s: %j', (type, value, text) => {
    expect(render(declare(type, { values: ['a', 'b'] }), value)).toBe(`<${text}>`)
  })

  it.each([
    ['string', 7, 'a string', 'number'],
    ['string', null, 'a string', 'null'],
    ['string', ['a'], 'a string', 'list'],
    ['string', new Date(0), 'a string', 'Date'],
    ['number', '7', 'a finite number', 'string'],
    ['number', Number.NaN, 'a finite number', 'NaN'],
    ['number', 7n, 'a finite number', 'bigint'],
    ['boolean', 'true', 'true or false', 'string'],
    ['boolean', 0, 'true or false', 'number'],
    ['enum', 'c', 'one of a, b', 'string'],
    ['enum', 1, 'one of a, b', 'number'],
    ['list', { length: 0 }, 'a list', 'object'],
    ['list', 'abc', 'a list', 'string'],
    ['object', [], 'an object', 'list'],
    ['object', 'a', 'an object', 'string'],
    ['object', () => 1, 'an object', 'function'],
  ] as const)('%s and not %s', (type, value, expected, got) => {
    expect(() => render(declare(type, { values: ['a', 'b'] }), value)).toThrow(
      raised('variable.type', { name: 'x', expected, got }),
    )
  })

  it('an enum without a list of values takes any string', () => {
    expect(render(declare('enum'), 'anything')).toBe('<anything>')
  })

  it('and is checked even where the template does not use it', () => {
    expect(() => renderTemplate('text', { x: 7 }, { declared: { x: declare('string') } })).toThrow(
      expect.objectContaining({ code: 'variable.type' }),
    )
  })

  it('and never tells the value', () => {
    const failing = () => render(declare('number'), 'my secret')
    expect(failing).toThrow(/must be a finite number, but it is string/)
    expect(failing).not.toThrow(/secret/)
  })
})

describe('a declared variable that is absent', () => {
  it('is filled by its default, as a condition too', () => {
    expect(render(declare('string', { default: 'Ada' }), undefined)).toBe('<Ada>')
    expect(render(declare('number', { required: false, default: 0 }), undefined)).toBe('<0>')
    const declared = { l: declare('list', { default: ['a', 'b'] }) }
    expect(renderTemplate('{{#l}}{{.}}{{/l}}', {}, { declared })).toBe('ab')
  })

  it('counts as absent when it is undefined', () => {
    expect(renderTemplate('{{x}}', { x: undefined }, { declared: { x: declare('string', { default: 'd' }) } })).toBe(
      'd',
    )
  })

  it('renders nothing where it is optional', () => {
    expect(render(declare('string', { required: false }), undefined)).toBe('<>')
    expect(render(declare('string', { required: false }), null)).toBe('<>')
    const declared = { user: declare('object', { required: false }) }
    expect(renderTemplate('<{{user.name}}>', {}, { declared })).toBe('<>')
  })

  it('is refused where it is required, even as a condition or unused', () => {
    for (const template of ['{{x}}', '{{#x}}a{{/x}}', '{{^x}}a{{/x}}', 'text']) {
      expect(() => renderTemplate(template, {}, { declared: { x: declare('boolean') } })).toThrow(
        raised('variable.missing', { names: ['x'] }),
      )
    }
  })

  it('is named together with those that are not declared', () => {
    expect(() =>
      renderTemplate('{{b}}{{x}}', {}, { declared: { x: declare('string'), y: declare('string') } }),
    ).toThrow(raised('variable.missing', { names: ['y', 'b', 'x'] }))
  })

  it('is told under warn and empty under empty', () => {
    const warned: string[] = []
    const declared = { x: declare('string') }
    const warn = (name: string): void => void warned.push(name)
    expect(renderTemplate('<{{x}}>', {}, { declared, onMissing: 'warn', warn })).toBe('<>')
    expect(renderTemplate('<{{x}}>', {}, { declared, onMissing: 'empty', warn })).toBe('<>')
    expect(warned).toEqual(['x'])
  })

  it.each(['__proto__', 'constructor'])('has its default under the name %s too', (name) => {
    const declared = Object.fromEntries([[name, declare('string', { default: 'mine' })]])
    expect(renderTemplate(`{{${name}}}`, {}, { declared })).toBe('mine')
  })

  it('has a default that templates cannot change', () => {
    const declared = { x: declare('string', { default: '{{secret}}' }) }
    expect(renderTemplate('{{x}}', { secret: 's' }, { declared })).toBe('{{secret}}')
  })
})
