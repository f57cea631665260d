import { AnvilError } from '@anvil/shared'
import { PolicyDocument } from '@anvil/shared/policy'
import { type Document, isNode, LineCounter, parseDocument, stringify, visit } from 'yaml'
import { tooMuchYaml } from './too-much-yaml.js'

/** How much of a list of problems is worth reading. */
const MAX_PROBLEMS = 100

/** One thing that is wrong with a document, and its line from 1. */
export interface PolicyProblem {
  path: string
  problem: string
  line: number
}

/** A document as people read and write it. */
export function yamlOf(document: PolicyDocument): string {
  return stringify(document, { lineWidth: 100 })
}

/** Reads a policy from YAML, of which JSON is a part; throws `policy.malformed`, which lists what is wrong by line. */
export function parsePolicyYaml(text: string): PolicyDocument {
  const tooMuch = tooMuchYaml(text)
  if (tooMuch) throw malformed([{ path: '', ...tooMuch }])
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'core', uniqueKeys: false, lineCounter: lines, prettyErrors: false })
  const wrong = [...document.errors, ...document.warnings].map(({ message, pos: [at] }) => ({ message, at }))
  const found = wrong.length > 0 ? wrong : doubledKeys(document)
  if (found.length > 0) {
    throw malformed(found.map(({ message, at }) => ({ path: '', problem: message, line: lines.linePos(at).line })))
  }
  const result = PolicyDocument.safeParse(valueOf(document))
  if (result.success) return result.data
  throw malformed(
    result.error.issues.map(({ path, message }) => {
      return { path: path.join('.'), problem: message, line: lineOf(document, path, lines) }
    }),
  )
}

/** Keys that stand twice in one map; the parser itself would compare each with all others. */
function doubledKeys(document: Document): { message: string; at: number }[] {
  const found: { message: string; at: number }[] = []
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<string>()
      for (const { key } of items) {
        const name = String(key)
        if (seen.has(name)) found.push({ message: `The key ${name} stands here twice`, at: startOf(key) })
        seen.add(name)
      }
    },
  })
  return found
}

function startOf(key: unknown): number {
  return (isNode(key) && key.range?.[0]) || 0
}

/** What the document says. Anchors and aliases are refused: a few lines of them can stand for gigabytes. */
function valueOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    throw malformed([{ path: '', problem: 'It uses aliases (*name). Write what they stand for', line: 1 }])
  }
}

/** The line of what is meant, or of the nearest that is there around it. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

function malformed(all: readonly PolicyProblem[]): AnvilError {
  const problems = all.slice(0, MAX_PROBLEMS)
  const said = problems
    .slice(0, 3)
    .map(({ path, problem, line }) => `Line ${line}: ${path === '' ? '' : `${path}: `}${problem}.`)
  return new AnvilError('policy.malformed', `This is no policy document. ${said.join(' ')}`, { details: { problems } })
}
