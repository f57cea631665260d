import { isolate } from '@anvil/shared'
import type { Variable } from '@anvil/shared'
import { DEFAULT_DELIMITERS } from '@anvil/shared/template'
import { type Content, textOf } from './content.js'
import { writeValue } from './json-value.js'
import { writeDefault } from './variable-change.js'

/** One thing that two people wrote differently; null where it is not there. */
export interface Difference {
  what: string
  mine: string | null
  theirs: string | null
  /** Whether only they changed it, since both began. */
  isTheirsOnly: boolean
  /** Whether only oneself changed it, since both began. */
  isMineOnly: boolean
  /** One's own content with theirs in this one thing. */
  takeTheirs: (mine: Content) => Content
}

/** Two contents that differ, and what both began with, where that is still known. */
export interface Sides {
  mine: Content
  theirs: Content
  base: Content | undefined
}

/** What differs between two contents beside their texts: variables, metadata and tag marks. */
export function contentDifferences(sides: Sides): Difference[] {
  const { theirs } = sides
  const variables = differing(sides, 'Variable', ({ variables: of = {} }) => sayEach(of, sayVariable))
  const metadata = differing(sides, 'Metadata', (content) => sayEach(content.metadata, writeValue))
  const marks = differing(sides, 'Tag', ({ delimiters }) => ({ marks: (delimiters ?? DEFAULT_DELIMITERS).join(' ') }))
  return [
    ...variables.map(({ name, ...difference }) => ({
      ...difference,
      takeTheirs: (own: Content): Content => ({
        ...own,
        variables: withTheirs(own.variables ?? {}, theirs.variables ?? {}, name),
      }),
    })),
    ...metadata.map(({ name, ...difference }) => ({
      ...difference,
      takeTheirs: (own: Content): Content => ({ ...own, metadata: withTheirs(own.metadata, theirs.metadata, name) }),
    })),
    ...marks.map(({ name: _name, ...difference }) => ({
      ...difference,
      takeTheirs: (own: Content): Content => ({ ...own, delimiters: theirs.delimiters }),
    })),
  ]
}

/** How the texts of two contents differ; undefined where they say the same. */
export function textDifference(sides: Sides): Difference | undefined {
  const [found] = differing(sides, 'The', (content) => ({ text: textOf(content) }))
  if (!found) return undefined
  const { name: _name, ...difference } = found
  return { ...difference, takeTheirs: (own) => withText(own, sides.theirs) }
}

function withText({ delimiters, variables, metadata }: Content, theirs: Content): Content {
  const rest = { delimiters, variables, metadata }
  return theirs.kind === 'text'
    ? { kind: 'text', template: theirs.template, ...rest }
    : { kind: 'chat', messages: theirs.messages, ...rest }
}

/** What a variable is, in a line. */
export function sayVariable(variable: Variable): string {
  const { type, required, values, description } = variable
  const kind = type === 'enum' ? `one of ${values?.map(isolate).join(', ') ?? 'nothing'}` : type
  const value = writeDefault(variable)
  return [
    `${required ? 'required' : 'optional'} ${kind}`,
    value === '' ? '' : `default ${isolate(value)}`,
    isolate(description),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

type Said = Readonly<Record<string, string>>

const sayEach = <T>(of: Readonly<Record<string, T>>, say: (value: T) => string): Said =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, say(value)]))

const told = (said: Said, name: string): string | null => (Object.hasOwn(said, name) ? (said[name] ?? null) : null)

function differing({ mine, theirs, base }: Sides, kind: string, say: (content: Content) => Said) {
  const [own, other, before] = [say(mine), say(theirs), base && say(base)]
  return [...new Set([...Object.keys(own), ...Object.keys(other)])]
    .toSorted()
    .map((name) => ({ name, what: `${kind} ${isolate(name)}`, mine: told(own, name), theirs: told(other, name) }))
    .filter((sides) => sides.mine !== sides.theirs)
    .map((sides) => {
      const began = before && told(before, sides.name)
      return { ...sides, isTheirsOnly: began === sides.mine, isMineOnly: began === sides.theirs }
    })
}

function withTheirs<T>(own: Record<string, T>, theirs: Record<string, T>, name: string): Record<string, T> {
  const { [name]: _own, ...rest } = own
  const value = Object.hasOwn(theirs, name) ? theirs[name] : undefined
  return value === undefined ? rest : { ...rest, [name]: value }
}
