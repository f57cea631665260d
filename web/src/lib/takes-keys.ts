const TYPED = new Set(['TEXTAREA', 'SELECT'])
const PRESSED = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'file'])

/** What has the focus, as far as it says who a key is for. */
export interface Focused {
  tagName?: string
  type?: string
  isContentEditable?: boolean
}

/** Whether what has the focus takes letters itself, so that they are no shortcuts; a box to tick takes none. */
export function takesKeys({ tagName = '', type = '', isContentEditable = false }: Focused): boolean {
  if (tagName === 'INPUT') return !PRESSED.has(type)
  return isContentEditable || TYPED.has(tagName)
}
