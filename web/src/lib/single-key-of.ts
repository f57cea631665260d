import { singleKeys } from './single-keys.js'
import { takesKeys } from './takes-keys.js'

/** The key of a press that is a shortcut by itself: not typed into a field, not below a dialog, and not turned off. */
export function singleKeyOf(event: KeyboardEvent): string | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined
  if (event.target instanceof HTMLElement && takesKeys(event.target)) return undefined
  if (document.querySelector('[role="dialog"], [role="menu"]')) return undefined
  return singleKeys.areOn() ? event.key : undefined
}
