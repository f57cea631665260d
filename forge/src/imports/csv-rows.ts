import { malformed } from './malformed.js'

/** One row of a CSV file, and the line of the file at which it begins. */
export interface CsvRow {
  line: number
  fields: string[]
  notes: string[]
}

const LINE_END = /\r\n|\n|\r/g
const PLAIN = /[^,\r\n]*/y
const AFTER_QUOTATION =
  'Text after the end of a quotation is taken as it stands; look whether a quotation mark is missing before it.'
/** A comma between quotation marks that can't end a field, as what follows would be a field with text after its end. */
const MISPLACED = /",""(?=[^",\r\n])/y

/**
 * The rows of a CSV file (RFC 4180). Where a closing quotation mark was put before the comma it follows (`""Yes","" he
 * said`, as some programs do), it is read the other way round, which is the only reading that makes a row. Text after the end of a quotation belongs to its field, as other readers of CSV have
 * it. Notes say so.
 */
export function readCsvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = []
  const place = { text, at: text.startsWith('\uFEFF') ? 1 : 0, line: 1 }
  while (place.at < text.length) {
    const start = place.at
    const row: CsvRow = { line: place.line, fields: [], notes: [] }
    while (readField(place, row)) place.at += 1
    skipLineEnd(place)
    place.line += text.slice(start, place.at).match(LINE_END)?.length ?? 0
    if (row.fields.length > 1 || row.fields[0]?.trim() !== '') rows.push(row)
  }
  return rows
}

interface Place {
  readonly text: string
  at: number
  line: number
}

/** Reads one field; answers whether a comma follows it. */
function readField(place: Place, row: CsvRow): boolean {
  const { text } = place
  if (text[place.at] === '"') {
    const quoted = readQuoted(place, row)
    const rest = take(place, PLAIN)
    row.fields.push(quoted + rest)
    if (rest !== '') row.notes.push(AFTER_QUOTATION)
  } else {
    const field = take(place, PLAIN)
    row.fields.push(field)
    if (field.includes('"')) row.notes.push('A quotation mark inside an unquoted field is taken as it stands.')
  }
  return text[place.at] === ','
}

function readQuoted(place: Place, row: CsvRow): string {
  const { text } = place
  const parts: string[] = []
  for (let from = place.at + 1; ;) {
    const quote = text.indexOf('"', from)
    if (quote === -1) throw unclosed(row.line)
    parts.push(text.slice(from, quote))
    if (text[quote + 1] === '"') {
      parts.push('"')
      from = quote + 2
    } else if (matches(MISPLACED, text, quote)) {
      parts.push(',"')
      row.notes.push('A quotation mark stands before the comma it belongs after: ","" is read as ,"".')
      from = quote + 4
    } else {
      place.at = quote + 1
      return parts.join('')
    }
  }
}

function take(place: Place, pattern: RegExp): string {
  pattern.lastIndex = place.at
  const found = pattern.exec(place.text)?.[0] ?? ''
  place.at += found.length
  return found
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(text)
}

function skipLineEnd(place: Place): void {
  if (place.text.startsWith('\r\n', place.at)) place.at += 2
  else if (place.at < place.text.length) place.at += 1
}

function unclosed(line: number) {
  return malformed(
    `A quotation in the row of line ${line} never ends, so nothing after it can be read. Close it with a quotation mark, and double those inside it.`,
    { line },
  )
}
