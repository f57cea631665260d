import { Lexer } from 'yaml'

/** What a policy may have at most; it has a few hundred lines and three levels where people write one. */
const MAX_CHARACTERS = 64 * 1024
const MAX_BRACKETS = 500
const MAX_INDENT = 100
const MAX_KEYS = 5_000

/** What begins a level within a line: an item or a key that is told by a sign of its own. */
const LEVEL = /(?<=^|\s)[-?:](?=\s|$)/g
const INDENT = /^\s*/
const KEY = /:(?=\s|$)/gm

/**
 * What of a text is more than the parser should be given, and on which line: it goes down into levels until its stack is
 * full, and nothing else is answered meanwhile.
 */
export function tooMuchYaml(text: string): { problem: string; line: number } | undefined {
  if (text.length > MAX_CHARACTERS) return { problem: `A policy has ${MAX_CHARACTERS} characters at most`, line: 1 }
  const keys = [...text.matchAll(KEY)][MAX_KEYS]
  if (keys) return { problem: `A policy has ${MAX_KEYS} keys at most`, line: lineAt(text, keys.index) }
  const deep = text.split('\n').findIndex(isDeep)
  if (deep >= 0) return { problem: `A policy has ${MAX_INDENT} levels at most`, line: deep + 1 }
  const line = lineOfBracketTooMany(text)
  if (line === undefined) return undefined
  return { problem: `A policy has ${MAX_BRACKETS} brackets at most: write its lists line by line`, line }
}

/**
 * Brackets within texts are none. What is a text is told by the parser's own first step, which a document can't lead to
 * another answer than the parser; it goes down into nothing but what was looked for before.
 */
function lineOfBracketTooMany(text: string): number | undefined {
  let [line, brackets] = [1, 0]
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1
    if (brackets > MAX_BRACKETS) return line
    line += token.split('\n').length - 1
  }
  return undefined
}

function isDeep(line: string): boolean {
  const { length: indent } = INDENT.exec(line)?.[0] ?? ''
  return (indent < line.length && indent > MAX_INDENT) || (line.match(LEVEL)?.length ?? 0) > MAX_INDENT
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
