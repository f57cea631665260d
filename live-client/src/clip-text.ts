/** A text as FORGE takes it: so many characters at most, a mark in place of what is no text (NUL, halves of surrogate pairs). */
export function clipText(text: string, most: number): string {
  return text.slice(0, most).replaceAll(/[\0\p{Surrogate}]/gu, '\ufffd')
}
