import { AnvilError } from '@anvil/shared/errors'
import { fieldsOf } from '../../fields.js'
import { type FileEdit, readText } from './file-edit.js'

/** The edit that sets members of a JSON file, two levels deep; what stands there otherwise is kept, with its order. */
export async function withMembers(path: string, members: Record<string, unknown>): Promise<FileEdit> {
  const before = await readText(path)
  const held = before === undefined ? {} : objectIn(path, before)
  const next: Record<string, unknown> = { ...held }
  for (const [name, value] of Object.entries(members))
    next[name] = typeof value === 'object' ? { ...fieldsOf(held[name]), ...fieldsOf(value) } : value
  const isSame = before !== undefined && JSON.stringify(next) === JSON.stringify(held)
  return { path, before, after: isSame ? before : `${JSON.stringify(next, null, indentOf(before))}\n` }
}

export function objectIn(path: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch (cause) {
    throw new AnvilError('file.unusable', `${path} is not JSON. Mend it first; nothing was changed.`, { cause })
  }
  throw new AnvilError('file.unusable', `${path} holds no object. Mend it first; nothing was changed.`)
}

const indentOf = (text: string | undefined): string => /^[ \t]+(?=")/m.exec(text ?? '')?.[0] ?? '  '
