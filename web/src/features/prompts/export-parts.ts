import type { AnvilExport } from '@anvil/shared/api'

/** As text in the JSON of a request this stays well below the 4 MB that FORGE takes. */
const PART_CHARACTERS = 1_000_000

/** An export in parts of which each fits into a request. */
export function exportParts(exported: AnvilExport): AnvilExport[] {
  const parts: AnvilExport['prompts'][] = []
  let size = Infinity
  for (const prompt of exported.prompts) {
    const length = JSON.stringify(prompt).length
    if (size + length > PART_CHARACTERS) {
      parts.push([])
      size = 0
    }
    parts.at(-1)?.push(prompt)
    size += length
  }
  return parts.map((prompts) => ({ ...exported, prompts }))
}
