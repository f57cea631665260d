import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { AnvilError, parse } from '@anvil/shared'
import { parseStrict } from '@anvil/shared/bundle'
import type { z } from 'zod'
import { ExportHeader, ExportLine } from './export-lines.js'

const MAX_LINE_BYTES = 32 * 1024 * 1024

/** A line of an export after its first, with its place in the file. */
export interface NumberedLine {
  line: number
  value: z.infer<typeof ExportLine>
}

/** An export that is read line by line. */
export interface OpenExport {
  header: ExportHeader
  lines: AsyncGenerator<NumberedLine>
}

/** Opens an export: a file, or what comes in where its name is `-`. Throws `file.unusable` or `audit_export.malformed`. */
export async function openExport(file: string, input: Readable): Promise<OpenExport> {
  const texts = textsOf(file, file === '-' ? input : createReadStream(file))
  const first = await texts.next()
  if (first.done === true) throw malformed(`${named(file)} is empty.`)
  return { header: readLine(ExportHeader, first.value, 1), lines: numbered(texts) }
}

async function* textsOf(file: string, input: Readable): AsyncGenerator<string> {
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) if (text !== '') yield text
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AnvilError('file.unusable', `${named(file)} can't be read: ${why}.`, { cause })
  }
}

async function* numbered(texts: AsyncGenerator<string>): AsyncGenerator<NumberedLine> {
  let line = 1
  for await (const text of texts) {
    line += 1
    yield { line, value: readLine(ExportLine, text, line) }
  }
}

function readLine<T>(schema: z.ZodType<T>, text: string, line: number): T {
  try {
    return parse(schema, parseStrict(Buffer.from(text), { maxBytes: MAX_LINE_BYTES }))
  } catch (cause) {
    const what = line === 1 ? 'the head of an audit export' : 'an entry of an audit export'
    throw malformed(`Line ${line} is not ${what}. Was the file cut short, or is it another one?`, line, cause)
  }
}

function malformed(message: string, line?: number, cause?: unknown): AnvilError {
  return new AnvilError('audit_export.malformed', message, { details: { line }, cause })
}

const named = (file: string): string => (file === '-' ? 'Standard input' : `The file ${file}`)
