/**
 * Rows of fields. A quotation begins at the start of a field only, and what follows its end belongs to the field as it
 * stands, quotes included: files that people wrote are not always well quoted.
 */
export function parseCsv(csv: string): string[][] {
  const rows: string[][] = [[]]
  let field = ''
  let state: 'start' | 'quoted' | 'plain' = 'start'
  const endField = (): void => {
    rows.at(-1)?.push(field)
    field = ''
    state = 'start'
  }
  for (let at = 0; at < csv.length; at += 1) {
    const character = csv.charAt(at)
    if (state === 'quoted') {
      const isDoubled = csv.startsWith('""', at)
      if (isDoubled) at += 1
      if (character === '"' && !isDoubled) state = 'plain'
      else field += character
    } else if (character === '"' && state === 'start') state = 'quoted'
    else if (character === ',' || character === '\n') {
      endField()
      if (character === '\n') rows.push([])
    } else if (character !== '\r') {
      field += character
      state = 'plain'
    }
  }
  endField()
  return rows.filter((row) => row.length > 1)
}
