const NAME = /^[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)*$/u

/** Whether a tag names something a value can have: dotted words of letters, digits, "_" and "-", or "." for the value itself. */
export function isVariableName(name: string): boolean {
  return name === '.' || NAME.test(name)
}

/** The steps of a dotted name; none for ".", which is the value at hand. */
export function pathOf(name: string): readonly string[] {
  return name === '.' ? [] : name.split('.')
}
