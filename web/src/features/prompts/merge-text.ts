import { Change, diff } from '@codemirror/merge'

/** How long differences are looked for, in milliseconds; after that they come out larger than need be. */
const PATIENCE_MS = 300
const MOST_UNITS = 0xd000

export type Side = 'mine' | 'theirs'

/** Three states of one text; `base` is what both began with, where that is known. */
export interface TextSides {
  mine: string
  theirs: string
  base: string | undefined
}

/** A place at which two people wrote different things. */
export interface Hunk extends TextSides {
  /** Who alone changed it since both began; undefined where both did or nobody knows, so that somebody has to choose. */
  by: Side | undefined
}

/** A part of a text: what is settled, as it is, or what differs. */
export type Piece = string | Hunk

/** Two texts in parts, by lines and sentences; with what both began with, it is told who changed a part. */
export function mergeText({ mine, theirs, base }: TextSides): Piece[] {
  const units = { base: unitsOf(base ?? theirs), mine: unitsOf(mine), theirs: unitsOf(theirs) }
  const regions = regionsOf(changesOf(units))
  const parts = regions.flatMap((region, index): Piece[] => {
    const before = join(units.base, regions[index - 1]?.to ?? 0, region.from)
    const [own, other] = [sideOf('mine', region, units), sideOf('theirs', region, units)]
    if (own === other) return [before, own]
    if (base === undefined) return [before, { mine: own, theirs: other, base, by: undefined }]
    return [before, { mine: own, theirs: other, base: join(units.base, region.from, region.to), by: changerOf(region) }]
  })
  return together([...parts, join(units.base, regions.at(-1)?.to ?? 0)])
}

type Units = Record<Side | 'base', readonly string[]>
type Changes = Record<Side, readonly Change[]>

/** Some units of the base that at least one side changed, and all changes of them. */
interface Region extends Record<Side, Change[]> {
  from: number
  to: number
}

/** Lines, and the sentences of long ones; together they are the text. */
const unitsOf = (text: string): string[] => text.split(/(?<=\n)|(?<=[.!?…:;]["”’)\]]?[ \t])(?=\S)/u)

const join = (units: readonly string[], from: number, to?: number): string => units.slice(from, to).join('')

/** What leads from the base to both sides, counted in units; equal units are compared as one character. */
function changesOf({ base, mine, theirs }: Units): Changes {
  const codes = new Map<string, string>()
  for (const unit of [...base, ...mine, ...theirs]) {
    if (!codes.has(unit)) codes.set(unit, String.fromCharCode(codes.size + 1))
  }
  const write = (units: readonly string[]) => units.map((unit) => codes.get(unit) ?? '').join('')
  const began = write(base)
  const changesTo = (units: readonly string[]) =>
    codes.size > MOST_UNITS
      ? [new Change(0, base.length, 0, units.length)]
      : diff(began, write(units), { timeout: PATIENCE_MS })
  return { mine: changesTo(mine), theirs: changesTo(theirs) }
}

/** The changes of both sides in order; those that overlap, or put something at the same place, are one region. */
function regionsOf(changes: Changes): Region[] {
  const all = (['theirs', 'mine'] as const)
    .flatMap((side) => changes[side].map((change) => ({ side, change })))
    .toSorted((one, other) => one.change.fromA - other.change.fromA || one.change.toA - other.change.toA)
  const regions: Region[] = []
  for (const { side, change } of all) {
    const last = regions.at(-1)
    const isSame = last && (change.fromA < last.to || (change.toA === last.to && last.from === last.to))
    const region = isSame ? last : { from: change.fromA, to: change.toA, mine: [], theirs: [] }
    if (!isSame) regions.push(region)
    region.to = Math.max(region.to, change.toA)
    region[side].push(change)
  }
  return regions
}

/** What a side has at a region. */
function sideOf(side: Side, region: Region, units: Units): string {
  const [first, last] = [region[side][0], region[side].at(-1)]
  if (!first || !last) return join(units.base, region.from, region.to)
  return join(units[side], first.fromB - (first.fromA - region.from), last.toB + (region.to - last.toA))
}

function changerOf({ mine, theirs }: Region): Side | undefined {
  if (mine.length > 0 && theirs.length > 0) return undefined
  return mine.length > 0 ? 'mine' : 'theirs'
}

/** Pieces without empty ones, and with what is settled in a row as one. */
function together(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece
    else if (piece !== '') all.push(piece)
  }
  return all
}
