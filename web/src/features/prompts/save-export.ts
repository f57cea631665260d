import type { AnvilExport } from '@anvil/shared/api'
import { saveFile } from '../../lib/save-file.js'

/** Saves prompts as a file that an import takes; `what` follows the name of their set. */
export function saveExport(exported: AnvilExport, what: string): void {
  const text = JSON.stringify(exported, null, 2)
  saveFile(`${exported.prompt_set.slug}-${what}.json`, new TextEncoder().encode(text))
}
