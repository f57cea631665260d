/** One level of values while rendering: the variables, then what each section around the tag gave. */
export interface Frame {
  readonly value: unknown
  readonly parent: Frame | undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** A value's own property; undefined for what it inherits or does not have. */
export function ownValue(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** What a name without dots means here: of the innermost level that has it; undefined if none has. */
export function lookUpName(frame: Frame, name: string): unknown {
  let found = ownValue(frame.value, name)
  for (let at = frame.parent; at && found === undefined; at = at.parent) found = ownValue(at.value, name)
  return found
}

/** What a path means here: its first step is looked for from the innermost level, the others in what was found there. */
export function lookUp(frame: Frame, path: readonly string[]): unknown {
  const head = path[0]
  if (head === undefined) return frame.value
  let found = lookUpName(frame, head)
  for (let step = 1; step < path.length; step += 1) found = ownValue(found, path[step] ?? '')
  return found
}
