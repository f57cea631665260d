import { type FileEdit, readText } from './file-edit.js'

/** The edit that adds those lines which a file lacks, under a heading where it is new to them. */
export async function withLines(path: string, lines: readonly string[]): Promise<FileEdit> {
  const before = await readText(path)
  const held = new Set(before?.split('\n').map((line) => line.trim()))
  const missing = lines.filter((line) => !held.has(line))
  return { path, before, after: joined(before ?? '', missing) }
}

/** The edit that sets a variable in an env file, in its place where it stands there already; the last of several holds. */
export async function withVariable(path: string, name: string, value: string): Promise<FileEdit> {
  const before = await readText(path)
  const lines = before?.split('\n') ?? []
  const at = lines.findLastIndex((line) => /^\s*(?:export\s+)?([^\s=]+)\s*=/.exec(line)?.[1] === name)
  const after = at === -1 ? joined(before ?? '', [`${name}=${value}`]) : lines.with(at, `${name}=${value}`).join('\n')
  return { path, before, after, secret: true }
}

function joined(text: string, lines: readonly string[]): string {
  if (lines.length === 0) return text
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `${start}${lines.join('\n')}\n`
}
