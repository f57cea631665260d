import { useState } from 'react'
import { LongField } from '../../components/long-field.js'
import { readValues } from './variable-change.js'

interface EnumValuesProps {
  values: readonly string[]
  onChange: (values: string[]) => void
}

const MOST = 1_000

/** The values that an enum admits, one a line; without any, or with too many, what was there before stays. */
export function EnumValues({ values, onChange }: EnumValuesProps) {
  const [typed, setTyped] = useState<string>()
  const text = typed ?? values.join('\n')
  const problem = problemOf(readValues(text))
  const type = (next: string) => {
    setTyped(next)
    const read = readValues(next)
    if (problemOf(read) === undefined) onChange(read)
  }
  return (
    <LongField
      label="Values, one a line"
      rows={3}
      value={text}
      problem={problem}
      onChange={(event) => type(event.target.value)}
      onBlur={() => problem === undefined && setTyped(undefined)}
    />
  )
}

function problemOf({ length }: readonly string[]): string | undefined {
  if (length === 0) return 'Write at least one value. Until then this is not saved.'
  return length > MOST ? `At most ${MOST.toLocaleString('en')} values fit. Until then this is not saved.` : undefined
}
