/** Lays rows out in columns under their heads; the last column is not padded. */
export function columns(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)))
  return [heads, ...rows].map((row) =>
    row
      .map((cell, at) => (at === heads.length - 1 ? cell : cell.padEnd((widths[at] ?? 0) + 2)))
      .join('')
      .trimEnd(),
  )
}
