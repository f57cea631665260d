const KEEP = 240

/** A long stretch that stays as it is, shortened to what stands next to a change. */
export function foldUnchanged(text: string, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): string {
  if (text.length <= 3 * KEEP) return text
  const head = isFirst ? '' : text.slice(0, KEEP)
  const tail = isLast ? '' : text.slice(-KEEP)
  const left = text.length - head.length - tail.length
  return `${head}\n… ${left.toLocaleString('en')} characters unchanged …\n${tail}`
}
