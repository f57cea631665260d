import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseCsv } from './parse-csv.js'

const FILE = path.resolve(import.meta.dirname, '../../../../shared/data/prompts.csv')

/** A prompt as a person wrote it; titles may come twice. */
export interface RealPrompt {
  title: string
  text: string
}

/** The prompts that people wrote, from the file beside the repository, or where it is not there as many of the same kinds. */
export async function realPrompts(): Promise<RealPrompt[]> {
  const csv = await readFile(FILE, 'utf8').catch(() => undefined)
  if (csv === undefined) return madeUpPrompts()
  const rows = parseCsv(csv).slice(1)
  return rows.map(([title = '', ...rest]) => ({ title, text: rest.slice(0, -1).join(',') }))
}

const KINDS = [
  'I want you to act as a terminal. Reply in one code block, {like this}, and "nothing else".',
  'Write `{{code here}}` where the code goes, with <%= erb %> and [[wiki]] and ((double)) beside it.',
  'Line one\r\nLine two\n\n\tindented — “quotes”, \\backslashes\\, $& and ${not} a template',
  '日本語の翻訳者として。العربية 🇪🇺 👩‍👩‍👧 é e\u0301 \u2028 \ufeff',
  '  spaces at both ends, a lone } and {{ that never closes  ',
]

function madeUpPrompts(): RealPrompt[] {
  return Array.from({ length: 207 }, (_, index) => ({
    title: `Prompt ${index % 203}`,
    text: `${KINDS[index % KINDS.length]} (${index})`,
  }))
}
