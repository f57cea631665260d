import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { DEFAULT_POLICY, RULE_MEANINGS } from '@anvil/shared/policy'
import { describe, expect, it } from 'vitest'
import { parsePolicyYaml, yamlOf } from './policy-yaml.js'

/** What is wrong with a text, as line and words. */
function problemsIn(text: string): unknown {
  try {
    return parsePolicyYaml(text)
  } catch (error) {
    return JSON.parse(JSON.stringify(error)).error.details.problems
  }
}

describe('a policy in YAML', () => {
  it('reads back as it was written, JSON too', () => {
    expect(parsePolicyYaml(yamlOf(DEFAULT_POLICY))).toEqual(DEFAULT_POLICY)
    expect(parsePolicyYaml(JSON.stringify(DEFAULT_POLICY))).toEqual(DEFAULT_POLICY)
    const short = '# Ours\nformat: 1\nrules:\n  size: { level: block, max_characters: 10 }\n'
    expect(parsePolicyYaml(short).rules.size).toEqual({ level: 'block', max_characters: 10 })
    expect(
      parsePolicyYaml('format: 1\nrules:\n  banned_phrases:\n    phrases: ["yes", "no"]').rules.banned_phrases.phrases,
    ).toEqual(['yes', 'no'])
  })

  it.each([
    ['format: 1\nrules:\n  secrets:\n    level: loud', 4, 'rules.secrets.level'],
    ['format: 1\nrules:\n  secret: {}', 3, 'rules'],
    ['rules: {}', 1, 'format'],
    ['format: 1\nrules: {size: {}, size: {}}', 2, ''],
    ['format: 1\nrules: [', 2, ''],
    ['a: &a [x]\nformat: *a', 1, ''],
    ['format: 1\nrules: !!js/function "x"', 2, ''],
    ['text', 1, ''],
    ['', 1, ''],
  ])('says on which line it is wrong: %j', (text, line, path) => {
    expect(problemsIn(text)).toEqual(expect.arrayContaining([{ path, problem: expect.any(String), line }]))
  })

  it('is refused in no time where aliases would stand for gigabytes', () => {
    const bomb = [
      'a0: &a0 [x,x,x,x,x,x,x,x,x]',
      ...Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`),
    ]
    expect(problemsIn(bomb.join('\n'))).toMatchObject([{ problem: expect.stringContaining('aliases') }])
    expect(problemsIn('x'.repeat(300_000))).toMatchObject([{ problem: expect.stringContaining('characters at most') }])
  })

  it.each([
    ['brackets', '['.repeat(60_000), 'has 500 brackets at most', 1],
    ['braces', `format: 1\n${'{'.repeat(60_000)}`, 'has 500 brackets at most', 2],
    ['brackets in words', `format: [${'a['.repeat(9_000)}`, 'has 500 brackets at most', 1],
    [
      'brackets after a quotation mark that opens nothing',
      `a: b" ${'\n- ['.repeat(600)}`,
      'has 500 brackets at most',
      502,
    ],
    ['brackets that pretend to be closed', '[ "]" '.repeat(9_000), 'has 500 brackets at most', 1],
    ['lists in lists', '- '.repeat(30_000), 'has 100 levels at most', 1],
    ['keys in keys', '? '.repeat(30_000), 'has 100 levels at most', 1],
    ['named lists in lists', '- &a '.repeat(12_000), 'has 100 levels at most', 1],
    ['steps', Array.from({ length: 300 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'), 'has 100 levels at most', 102],
    ['keys', 'a:\n'.repeat(20_000), 'has 5000 keys at most', 5_001],
  ])('is refused before it is read where it is nothing but %s', (_what, text, problem, line) => {
    expect(problemsIn(text)).toEqual([{ path: '', problem: expect.stringContaining(problem), line }])
  })

  it('is read where it is as much as may be', () => {
    const phrases = Array.from({ length: 500 }, (_, n) => `say {{name}} or {{#list}}[${n}]{{/list}}`)
    const rules = { banned_phrases: { level: 'warn', phrases } }
    const [inJson, inLines] = [
      JSON.stringify({ format: 1, rules }, null, 1),
      yamlOf(parsePolicyYaml(JSON.stringify({ format: 1, rules }))),
    ]
    for (const text of [inJson, inLines]) expect(parsePolicyYaml(text).rules.banned_phrases.phrases).toEqual(phrases)
    expect(problemsIn(Array.from({ length: 4_000 }, () => 'a:').join('\n'))).toHaveLength(100)
  })

  it('gives no object another nature', () => {
    const read = problemsIn('format: 1\n__proto__: {polluted: true}')
    expect(read).toMatchObject([{ problem: expect.stringContaining('__proto__') }])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

describe('what is wrong with a policy', () => {
  it('is listed whole, and the first three are said', () => {
    const rules = ['lint', 'secrets', 'size', 'naming'].map((rule) => `  ${rule}: { level: loud }`)
    const text = ['format: 1', 'rules:', ...rules].join('\n')
    const problems = ['lint', 'secrets', 'size', 'naming'].map((rule, at) => {
      return { path: `rules.${rule}.level`, problem: expect.any(String), line: at + 3 }
    })
    expect(problemsIn(text)).toEqual(problems)
    const read = () => parsePolicyYaml(text)
    expect(read).toThrow(/^This is no policy document\. Line 3: rules\.lint\.level: .+ Line 4: .+ Line 5: rules\.size/)
    expect(read).not.toThrow(/Line 6/)
  })

  it.each([
    ['an item of a list', 'format: 1\nrules:\n  banned_phrases:\n    phrases:\n      - fine\n      - 7', 6],
    ['a number that is a word', 'format: 1\nrules:\n  size:\n    level: block\n    max_characters: many', 5],
    ['a number that is too large', 'format: 1\nrules:\n  size:\n\n    max_characters: 1000001', 5],
    ['another format', '# Ours\n\nformat: 2\n', 3],
    ['a rule without settings', 'format: 1\nrules:\n  lint:\n', 3],
    ['rules that are a list', 'format: 1\nrules:\n  - lint\n', 3],
    ['a setting under Windows lines', 'format: 1\r\nrules:\r\n  size: { level: loud }\r\n', 3],
  ])('is told by its line for %s', (_what, text, line) => {
    expect(problemsIn(text)).toMatchObject([{ line }])
  })

  it.each([
    ['two documents', 'format: 1\n---\nformat: 1\n'],
    ['a tab that indents', 'format: 1\nrules:\n\tsize: {}\n'],
    ['a tag of its own', 'format: !ours 1'],
    ['a merge of what is named elsewhere', 'base: &b { level: off }\nformat: 1\nrules:\n  size:\n    <<: *b\n'],
    ['an alias that names itself', 'format: 1\nrules: &r\n  size: *r\n'],
    ['a quote that never ends', 'format: 1\nrules: "'],
  ])('may be %s', (_what, text) => {
    expect(problemsIn(text)).toEqual(expect.arrayContaining([expect.objectContaining({ problem: expect.any(String) })]))
  })

  it('is its length from one character above the limit', () => {
    const most = `format: 1\n#${' '.repeat(64 * 1024 - 11)}`
    expect(parsePolicyYaml(most)).toEqual(DEFAULT_POLICY)
    expect(problemsIn(`${most} `)).toEqual([{ path: '', problem: 'A policy has 65536 characters at most', line: 1 }])
  })

  it('is no word that elsewhere means yes or no: it stays a word', () => {
    const text = 'format: 1\nrules:\n  metadata: { required: [on, off, yes, no, 1_000] }\n  size: { level: off }\n'
    const { rules } = parsePolicyYaml(text)
    expect([rules.metadata.required, rules.size.level]).toEqual([['on', 'off', 'yes', 'no', '1_000'], 'off'])
  })
})

it('The manual shows the usual policy and every rule', async () => {
  const manual = await readFile(path.resolve(import.meta.dirname, '../../README.md'), 'utf8')
  expect(manual).toContain(`\`\`\`yaml\n${yamlOf(DEFAULT_POLICY)}\`\`\``)
  const words = manual.replaceAll(/ +/g, ' ')
  for (const [rule, meaning] of Object.entries(RULE_MEANINGS)) expect(words).toContain(`| \`${rule}\` | ${meaning} |`)
})
