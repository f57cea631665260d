import { readFile } from 'node:fs/promises'
import path from 'node:path'

const FILE = path.resolve(import.meta.dirname, '../../../../shared/data/prompts.csv')

/** A prompt as a person wrote it; titles may come twice. */
export interface RealPrompt {
  title: string
  text: string
}

/** A CSV file, and what somebody reads in it who knows how its rows end. */
export interface RealPrompts {
  csv: string
  prompts: RealPrompt[]
}

/** The prompts that people wrote, from the file beside the repository, or where it is not there as many of the same kinds. */
export async function realPrompts(): Promise<RealPrompts> {
  const csv = await readFile(FILE, 'utf8').catch(() => undefined)
  return csv === undefined ? madeUpPrompts() : { csv, prompts: promptsIn(csv) }
}

const ROW = /"((?:[^"]|"")*)",(?:"(.*?)"|([^",][^\r\n]*?)),(?:TRUE|FALSE)(?:\r\n|$)/gs

/** Rows end with a flag, quotation marks are doubled, and three texts have one of a pair beyond its comma. */
function promptsIn(csv: string): RealPrompt[] {
  return [...csv.matchAll(ROW)].map(([, title = '', text, plain = '']) => ({
    title: title.replaceAll('""', '"'),
    text: text?.replaceAll('","" ', ',"" ').replaceAll('""', '"') ?? plain,
  }))
}

const KINDS = [
  'I want you to act as a terminal. Reply in one code block, {like this}, and "nothing else".',
  'Write `{{code here}}` where the code goes, with <%= erb %> and [[wiki]] and ((double)) beside it.',
  'Line one\r\nLine two\n\n\tindented — “quotes”, \\backslashes\\, $& and ${not} a template',
  '日本語の翻訳者として。العربية 🇪🇺 👩‍👩‍👧 é e\u0301 \u2028 \ufeff',
  '  spaces at both ends, a lone } and {{ that never closes  ',
  'Answer "Yes," "No," or "I don\'t know."',
]

function madeUpPrompts(): RealPrompts {
  const prompts = Array.from({ length: 207 }, (_, index) => ({
    title: `Prompt ${index % 203}`,
    text: `${KINDS[index % KINDS.length]} (${index})`,
  }))
  const rows = prompts.map(({ title, text }, index) => {
    const row = `"${title}","${text.replaceAll('"', '""').replaceAll(',"" ', '","" ')}",FALSE`
    return index % 50 === 7 ? `"A title without its quotation mark, and a text,TRUE\r\n${row}` : row
  })
  return { csv: ['act,prompt,for_devs', ...rows].join('\r\n'), prompts }
}
