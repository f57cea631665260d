import { AnvilError, parse } from '@anvil/shared'
import { z } from 'zod'

/** What stands in a backup's first line: what it is, and the steps of the database that it was made of. */
export const BackupHeader = z.object({
  format: z.literal(1),
  kind: z.literal('anvil-backup'),
  version: z.string(),
  created_at: z.string(),
  migrations: z.array(z.string()).min(1),
})
export type BackupHeader = z.infer<typeof BackupHeader>

/** What stands in its last line: how many rows each table has, and the digest of all lines before. */
export const BackupEnd = z.object({ rows: z.record(z.string(), z.int().positive()), sha256: z.string() })
export type BackupEnd = z.infer<typeof BackupEnd>

const ROW = /^\{"table":"([a-z_]+)","row":/

/** One row, as the database itself wrote it in JSON. */
export interface BackupRow {
  table: string
  json: string
}

export const rowLine = ({ table, json }: BackupRow): string => `{"table":"${table}","row":${json}}`

/** Reads a line of a row; undefined for the last line, which is none. The row stays the text it is: no number loses a digit. */
export function readRowLine(line: string): BackupRow | undefined {
  const match = ROW.exec(line)
  if (!match?.[1] || !line.endsWith('}')) return undefined
  return { table: match[1], json: line.slice(match[0].length, -1) }
}

/** Reads a line of another kind. Throws `backup.malformed`. */
export function readLine<T>(schema: z.ZodType<T>, line: string): T {
  try {
    return parse(schema, JSON.parse(line))
  } catch (cause) {
    throw new AnvilError(
      'backup.malformed',
      'The file is no backup of FORGE, or of a newer format. Name another one.',
      {
        cause,
      },
    )
  }
}
