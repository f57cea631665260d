/** The number below which a share of some numbers lies; 0.5 is the middle one. */
export function quantile(numbers: readonly number[], share: number): number {
  const inOrder = numbers.toSorted((a, b) => a - b)
  return inOrder[Math.round((inOrder.length - 1) * share)] ?? Number.NaN
}
