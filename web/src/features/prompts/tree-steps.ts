/** Whether a branch is another one, or has it within. */
export const isWithin = (id: string, branch: string): boolean => id === branch || id.startsWith(`${branch}.`)

/** The last word of a branch's id, which is what it is called within its parent. */
export const lastWord = (id: string): string => id.slice(id.lastIndexOf('.') + 1)

/** The branch that has another one within, or none. */
export const parentOf = (id: string): string | undefined =>
  id.includes('.') ? id.slice(0, id.lastIndexOf('.')) : undefined

/** One line of a tree as it is shown. */
export interface TreeLine {
  id: string | undefined
  /** Undefined where there is nothing to open. */
  isOpen: boolean | undefined
}

/** What a key does in a tree, at a line: goes to another line, or opens or closes this one. */
export type TreeStep = { to: number } | { open: boolean } | undefined

/** The keys of a tree as people know them: up, down, home and end go, right opens and enters, left closes and leaves. */
export function treeStep(key: string, lines: readonly TreeLine[], at: number): TreeStep {
  const line = lines[at]
  if (!line) return undefined
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(at + 1, lines.length - 1) }
    case 'ArrowUp':
      return { to: Math.max(0, at - 1) }
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: lines.length - 1 }
    case 'ArrowRight':
      return enter(lines, at)
    case 'ArrowLeft':
      return line.isOpen ? { open: false } : leave(lines, line)
    default:
      return undefined
  }
}

/** Opens a branch, or goes to the first one in it, once that is there. */
function enter(lines: readonly TreeLine[], at: number): TreeStep {
  const { id, isOpen } = lines[at] ?? {}
  if (id === undefined || isOpen === undefined) return undefined
  if (!isOpen) return { open: true }
  const next = lines[at + 1]?.id
  return next !== undefined && parentOf(next) === id ? { to: at + 1 } : undefined
}

function leave(lines: readonly TreeLine[], { id }: TreeLine): TreeStep {
  if (id === undefined) return undefined
  return {
    to: Math.max(
      0,
      lines.findIndex((line) => line.id === parentOf(id)),
    ),
  }
}
