import type { Delimiters } from '@anvil/shared'
import { areDelimiters, DEFAULT_DELIMITERS } from '@anvil/shared/template'
import { useState } from 'react'
import { Field } from '../../components/field.js'

interface TagMarksProps {
  delimiters: Delimiters | null
  isReadOnly: boolean
  onChange: (delimiters: Delimiters | null) => void
}

/** With what the tags of a prompt begin and end. */
export function TagMarks({ delimiters, isReadOnly, onChange }: TagMarksProps) {
  const [unsaved, setUnsaved] = useState<Delimiters>()
  const [open, close] = unsaved ?? delimiters ?? ['', '']
  const write = (marks: Delimiters) => {
    const isNone = marks.join('') === ''
    const isGood = isNone || areDelimiters(...marks)
    setUnsaved(isGood ? undefined : marks)
    if (isGood) onChange(isNone ? null : marks)
  }
  const [begin, end] = delimiters ?? DEFAULT_DELIMITERS
  return (
    <>
      <p className="mb-2 text-muted">
        A tag is written <code className="font-mono break-all text-ink">{`${begin}name${end}`}</code>
        {isReadOnly ? '.' : '. Choose other marks where the text itself needs these.'}
      </p>
      {!isReadOnly && (
        <>
          <div className="grid grid-cols-2 gap-2">
            <Field
              label="Begins with"
              placeholder={DEFAULT_DELIMITERS[0]}
              autoComplete="off"
              spellCheck={false}
              aria-invalid={unsaved ? true : undefined}
              value={open}
              onChange={(event) => write([event.target.value, close])}
            />
            <Field
              label="Ends with"
              placeholder={DEFAULT_DELIMITERS[1]}
              autoComplete="off"
              spellCheck={false}
              value={close}
              onChange={(event) => write([open, event.target.value])}
            />
          </div>
          <p role="status" className="mt-1 text-bad">
            {unsaved &&
              'Not saved yet: write both, each of 1 to 16 characters without spaces and “=”, or leave both empty.'}
          </p>
        </>
      )}
    </>
  )
}
