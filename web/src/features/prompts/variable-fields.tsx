import { type Variable, VariableType } from '@anvil/shared'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { LongField } from '../../components/long-field.js'
import { SelectField } from '../../components/select-field.js'
import { DefaultField } from './default-field.js'
import { EnumValues } from './enum-values.js'
import { retype } from './variable-change.js'

interface VariableFieldsProps {
  name: string
  variable: Variable
  /** Whether the text needs it declared. */
  isNeeded: boolean
  onChange: (variable: Variable) => void
  onRemove: () => void
}

const TYPES = VariableType.options.map((type) => ({ value: type, name: type }))

/** What a variable is declared to be, field by field. */
export function VariableFields({ name, variable, isNeeded, onChange, onRemove }: VariableFieldsProps) {
  const [willBeEnum, setWillBeEnum] = useState(false)
  const pick = (type: VariableType) => {
    const first = typeof variable.default === 'string' && variable.default !== '' ? [variable.default] : undefined
    setWillBeEnum(type === 'enum' && !first)
    if (type !== 'enum' || first) onChange(retype(variable, type, first))
  }
  const takeValues = (values: string[]) => {
    setWillBeEnum(false)
    onChange(variable.type === 'enum' ? { ...variable, values } : retype(variable, 'enum', values))
  }
  const type = willBeEnum ? 'enum' : variable.type
  return (
    <div role="group" aria-label={`Declaration of ${name}`} className="mt-2 space-y-3 border-l-2 border-line pl-3">
      <SelectField
        label="Type"
        options={TYPES}
        value={type}
        onChange={(event) => pick(VariableType.parse(event.target.value))}
      />
      {type === 'enum' && <EnumValues values={variable.values ?? []} onChange={takeValues} />}
      <label className="flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          checked={variable.required}
          onChange={(event) => onChange({ ...variable, required: event.target.checked })}
          className="size-4 accent-accent"
        />
        Required
      </label>
      {!willBeEnum && <DefaultField variable={variable} onChange={onChange} />}
      <LongField
        label="Description"
        maxLength={2_000}
        value={variable.description}
        onChange={(event) => onChange({ ...variable, description: event.target.value })}
      />
      <Button because={isNeeded ? 'The text needs it. Take it out of the text first.' : undefined} onClick={onRemove}>
        Remove <span className="sr-only">{name}</span>
      </Button>
    </div>
  )
}
