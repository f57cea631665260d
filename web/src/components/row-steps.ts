/** Where a table is: which rows there are, and at which the keyboard is. */
interface RowPlace {
  at: number
  count: number
  /** Whether the focus is in the table. */
  isInside: boolean
}

/** The row that is next by so many; who comes from outside the table comes to the row of last time. */
export const stepRow = ({ at, count, isInside }: RowPlace, by: number): number =>
  rowWithin(at + (isInside ? by : 0), count)

/** A row that there is; the first where there is none. */
export const rowWithin = (row: number, count: number): number => Math.min(Math.max(0, row), Math.max(0, count - 1))

/** Rows in order, with one more of those that there are. */
export function rowsWith(rows: readonly number[], row: number, count: number): number[] {
  const all = new Set(row < count ? [...rows, row] : rows)
  return [...all].sort((one, other) => one - other)
}
