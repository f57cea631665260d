import { createHash } from 'node:crypto'
import { isPromptId } from '@anvil/shared'

const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
}
const MAX_LENGTH = 80

/**
 * An id made of a title: `Éclair Chef (2)` becomes `eclair-chef-2`. Where letters of other scripts would be lost, the
 * start of the title's SHA-256 stands for them, so that the same title always has the same id.
 */
export function idOfTitle(title: string): string {
  const letters = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøđðłıþ]/g, (letter) => SPELLED[letter] ?? '')
  const id = (letters.match(/[a-z0-9]+/g) ?? []).join('-').slice(0, MAX_LENGTH).replace(/-$/, '')
  const isLossy = /[^\p{ASCII}\P{L}]|[^\p{ASCII}\P{N}]/u.test(letters)
  if (!isLossy && isPromptId(id)) return id
  return `${id === '' ? 'prompt' : id}-${createHash('sha256').update(title.normalize('NFC')).digest('hex').slice(0, 8)}`
}
