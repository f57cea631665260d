import { z } from 'zod'
import { browserStore } from './browser-store.js'

const KEY = 'anvil.theme'
export const Theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof Theme>

/** The theme that was chosen in this browser; the system's where none was. */
export function readTheme(): Theme {
  return Theme.catch('system').parse(browserStore.read(KEY))
}

/** Shows the page in a theme, and remembers it. */
export function setTheme(theme: Theme): void {
  browserStore.keep(KEY, theme)
  showTheme(theme)
}

export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
