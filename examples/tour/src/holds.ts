/** Ends the tour where something that must hold does not; `what` is the sentence that was expected to be true. */
export function holds(what: string, condition: boolean): string {
  if (!condition) throw new Error(`This does not hold: ${what}`)
  return what
}

/** Like `holds`, and shows both sides where they differ. */
export function equals<T>(what: string, actual: T, expected: T): string {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (left !== right) throw new Error(`This does not hold: ${what}. Expected ${right}, found ${left}`)
  return what
}
