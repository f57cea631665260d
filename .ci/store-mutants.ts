import { readFileSync } from 'node:fs'
import type { VitestPluginContext } from 'vitest/node'

/** A store without one of its conditions: what is gone, and the text of the file then. */
interface Mutant {
  name: string
  code: string
}

const WHERE_CALL = /\.(?:or|and)?where\w*\(/gi
const WRITTEN_WHERE = /\bWHERE\b/g
const ISOLATING =
  /(?:'[\w.]+'|\b\w*)(?<=project_id'?|organisation_id'?|environment_id'?|user_id'?): [^,{}]+(?:,|(?= \}|\n))/g
const WRITTEN_ISOLATING = /\b(?:\w+\.)?(?:project_id|organisation_id|environment_id|user_id) = (?:[:\w.]+|\?)/g
const FILE = /^(?<file>.*\/forge\/src\/.*\.ts)\?(?:mutants|mutant=(?<number>\d+))$/

/** Every way of taking one condition out: a whole `where`, its isolating column, a WHERE of written SQL, its isolating comparison. */
function mutantsOf(file: string): Mutant[] {
  const text = readFileSync(file, 'utf8')
  const without = (from: number, to: number, by = ''): Mutant => {
    const gone = text.slice(from, to).replaceAll(/\s+/g, ' ')
    const line = text.slice(0, from).split('\n').length
    const whole = text.split('\n')[line - 1]?.trim()
    return { name: `line ${line} without ${gone} in ${whole}`, code: text.slice(0, from) + by + text.slice(to) }
  }
  const calls = [...text.matchAll(WHERE_CALL)].flatMap(({ 0: call, index: from }) => {
    const to = endOfCall(text, from + call.length)
    const parts = text.startsWith('{', from + call.length) ? [...text.slice(from, to).matchAll(ISOLATING)] : []
    const properties = text.slice(from, to).split(/,(?=.)|\.\.\./s).length
    const columns =
      properties < 2 ? [] : parts.map((part) => without(from + part.index, from + part.index + part[0].length))
    return [without(from, to), ...columns]
  })
  const written = [...text.matchAll(WRITTEN_WHERE)].map(({ index }) => without(index, index + 5, 'WHERE true OR'))
  const compared = [...text.matchAll(WRITTEN_ISOLATING)].map((one) =>
    without(one.index, one.index + one[0].length, 'true'),
  )
  return [...calls, ...written, ...compared]
}

/** Where the call whose arguments begin here ends; brackets inside of texts come in pairs. */
function endOfCall(text: string, from: number): number {
  let depth = 1
  let at = from
  while (depth > 0 && at < text.length) {
    if (text[at] === '(') depth++
    if (text[at] === ')') depth--
    at++
  }
  return at
}

/** Lets a test import `x-store.ts?mutants`, the names of its mutants, and `x-store.ts?mutant=3`, one of them. */
export function storeMutants() {
  return {
    name: 'store-mutants',
    enforce: 'pre' as const,
    configureVitest: ({ experimental_defineCacheKeyGenerator: keepOut }: VitestPluginContext) =>
      keepOut(({ id }) => (FILE.test(id) ? false : undefined)),
    load: (id: string) => {
      const { file, number } = FILE.exec(id)?.groups ?? {}
      if (file === undefined) return undefined
      const mutants = mutantsOf(file)
      if (number === undefined) return `export default ${JSON.stringify(mutants.map(({ name }) => name))}`
      return mutants[Number(number)]?.code
    },
  }
}
