import { expect, it } from 'vitest'
import { tagsOf } from './tags-of.js'

const shownOf = (template: string, delimiters: [string, string] | null = null) =>
  tagsOf(template, delimiters).map(({ kind, content, start, end }) => [kind, content, template.slice(start, end)])

it('finds each tag with its place, and follows a change of delimiters', () => {
  expect(shownOf('Hi {{ name }}{{#list}}{{> shared.tone}}{{/list}}{{=<% %>=}}{{no}}<% yes %>')).toEqual([
    ['name', 'name', '{{ name }}'],
    ['#', 'list', '{{#list}}'],
    ['>', 'shared.tone', '{{> shared.tone}}'],
    ['/', 'list', '{{/list}}'],
    ['=', '<% %>', '{{=<% %>=}}'],
    ['name', 'yes', '<% yes %>'],
  ])
})

it('takes the delimiters of the prompt, and stops where a tag is never closed', () => {
  expect(shownOf('{{no}}[[yes]] [[open', ['[[', ']]'])).toEqual([['name', 'yes', '[[yes]]']])
})
