import { type Content, includedIds, readableIncludes } from './draft-content.js'

/** An id that nothing carried answers, and who includes it. */
export interface MissingInclude {
  id: string
  includedBy: string
}

/** The ids that an id includes, in a content: of its own prompt, else of the text carried for it. */
export function edgesOf({ snapshot, includes }: Content, id: string): string[] {
  const own = Object.hasOwn(snapshot, id) ? snapshot[id] : undefined
  if (own) return includedIds(own)
  const carried = Object.hasOwn(includes, id) ? includes[id] : undefined
  return carried ? readableIncludes(carried.template, carried.delimiters) : []
}

/** Follows every include of a content: which carried texts it needs, and which ids it lacks. */
export function followIncludes(content: Content): { needed: Set<string>; missing: MissingInclude[] } {
  const needed = new Set<string>()
  const missing = new Map<string, MissingInclude>()
  const open = Object.keys(content.snapshot)
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const id of edgesOf(content, from)) {
      if (Object.hasOwn(content.snapshot, id) || needed.has(id) || missing.has(id)) continue
      if (Object.hasOwn(content.includes, id)) {
        needed.add(id)
        open.push(id)
      } else missing.set(id, { id, includedBy: from })
    }
  }
  return { needed, missing: [...missing.values()] }
}

/** The content with only those carried texts that it needs. */
export function withoutUnneeded(content: Content): Content {
  const { needed } = followIncludes(content)
  const entries = Object.entries(content.includes).filter(([id]) => needed.has(id))
  return { snapshot: content.snapshot, includes: Object.fromEntries(entries) }
}

/** The first cycle that includes form, as the ids on it with the first one again at the end. */
export function findIncludeCycle(content: Content): string[] | undefined {
  const done = new Set<string>()
  for (const start of Object.keys(content.snapshot).sort()) {
    const cycle = cycleFrom(content, start, done)
    if (cycle) return cycle
  }
  return undefined
}

interface Step {
  id: string
  next: string[]
}

/** Walks down with a path of its own, since a chain of includes may be longer than the stack is deep. */
function cycleFrom(content: Content, start: string, done: Set<string>): string[] | undefined {
  const path: Step[] = [{ id: start, next: edgesOf(content, start) }]
  const onPath = new Set([start])
  for (let step = path.at(-1); step; step = path.at(-1)) {
    const id = step.next.pop()
    if (id === undefined) {
      path.pop()
      onPath.delete(step.id)
      done.add(step.id)
    } else if (onPath.has(id)) {
      const ids = path.map((each) => each.id)
      return [...ids.slice(ids.indexOf(id)), id]
    } else if (!done.has(id)) {
      path.push({ id, next: edgesOf(content, id) })
      onPath.add(id)
    }
  }
  return undefined
}
