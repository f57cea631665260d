import type { ImportFile } from '@anvil/shared/api'
import { idOfTitle } from './id-of-title.js'
import type { ImportItem } from './import-item.js'

const EXTENSION = /\.(?:md|markdown|txt|text)$/i

/** Whether a file of this name is taken for text. */
export function isTextFile(name: string): boolean {
  return EXTENSION.test(name)
}

/** The prompts of text and Markdown files, one a file, with ids made of their names. */
export function readFiles(files: readonly ImportFile[]): ImportItem[] {
  return files.map(({ name, text }) => {
    const words = name.replace(EXTENSION, '').split('/')
    const isMarked = text.startsWith('\uFEFF')
    const refused = problemOf(name)
    return {
      source: name,
      proposed: words.map(idOfTitle).join('.'),
      title: words.at(-1) ?? name,
      notes: isMarked ? ['The byte order mark at its start is left out.'] : [],
      said: refused === undefined ? { text: isMarked ? text.slice(1) : text } : { refused },
    }
  })
}

function problemOf(name: string): string | undefined {
  if (!isTextFile(name)) return `The file ${name} is not taken for text. Name it .md, .markdown, .txt or .text.`
  const isPlain = !/[\\\0]|^[a-z]:/i.test(name) && name.split('/').every((part) => !['', '.', '..'].includes(part))
  if (isPlain) return undefined
  return `The name ${JSON.stringify(name)} leads out of the folder, or is none. Name files by plain words with / between.`
}
