import { AnvilError } from '@anvil/shared'

/** What files hold, in the form that an import takes. */
export type Source =
  | { format: 'csv' | 'json' | 'anvil'; content: string }
  | { format: 'files'; files: { name: string; text: string }[] }

/** A file as a browser gives it: `webkitRelativePath` begins with the folder that was chosen. */
type PickedFile = Pick<File, 'name' | 'webkitRelativePath' | 'arrayBuffer'>

/** Reads what was picked: one CSV or JSON file, Anvil's own export, or any number of text files. Throws `import.malformed`. */
export async function readFiles(files: readonly PickedFile[]): Promise<Source> {
  const [first, ...others] = files
  if (!first) throw new AnvilError('import.malformed', 'No file was chosen.')
  const ending = /\.(csv|json)$/i.exec(first.name)?.[1]?.toLowerCase()
  if (others.length === 0 && ending === 'csv') return { format: 'csv', content: await textOf(first) }
  if (others.length === 0 && ending === 'json') {
    const content = await textOf(first)
    return { format: isExport(content) ? 'anvil' : 'json', content }
  }
  const texts = files.filter(({ name }) => /\.(txt|md|markdown)$/i.test(name))
  if (texts.length === 0)
    throw new AnvilError('import.malformed', 'Choose one CSV or JSON file, or text files that end in .txt or .md.')
  return { format: 'files', files: await Promise.all(texts.map(fileOf)) }
}

async function fileOf(file: PickedFile): Promise<{ name: string; text: string }> {
  const [, ...inside] = file.webkitRelativePath.split('/')
  return { name: inside.length === 0 ? file.name : inside.join('/'), text: await textOf(file) }
}

async function textOf(file: PickedFile): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch (cause) {
    throw new AnvilError(
      'import.malformed',
      `${file.name} is not text in UTF-8. Save it as UTF-8, and choose it again.`,
      {
        cause,
      },
    )
  }
}

function isExport(content: string): boolean {
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'object' && value !== null && 'format' in value && value.format === 'anvil.export'
  } catch {
    return false
  }
}
