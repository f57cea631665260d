import type { ImportMap } from '@anvil/shared/api'
import { type CsvRow, readCsvRows } from './csv-rows.js'
import type { ImportItem } from './import-item.js'
import { malformed } from './malformed.js'
import { mapColumns, type MappedColumns } from './mapped-columns.js'

/** The prompts of a CSV file whose first row names its columns, one a row. */
export function readCsv(content: string, map: ImportMap): ImportItem[] {
  const [header, ...rows] = readCsvRows(content)
  if (!header) throw malformed('The file is empty. Its first row names the columns, such as title,text.')
  const columns = mapColumns(header.fields, map)
  return rows.map((row) => itemOf(row, header.fields, columns))
}

function itemOf(row: CsvRow, names: readonly string[], columns: MappedColumns): ImportItem {
  const { line, fields, notes } = row
  const reason = whyRefused(row, names.length)
  const field = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : fields[names.indexOf(name)]
  const id = field(columns.id)
  const title = field(columns.title)
  return {
    source: `line ${line}`,
    ...(id === undefined || id === '' ? {} : { id }),
    ...(title === undefined || title === '' ? {} : { title }),
    notes,
    said: reason === undefined ? { text: field(columns.text) ?? '' } : { refused: reason },
  }
}

function whyRefused({ line, fields }: CsvRow, width: number): string | undefined {
  if (fields.length === width) return undefined
  return `Line ${line} has ${fields.length} fields, where the first row names ${width}. Quote fields that hold commas, and double the quotation marks inside them.`
}
