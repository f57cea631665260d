import { Field } from '../../components/field.js'
import { SelectField } from '../../components/select-field.js'

/** How texts are taken, and what is put before their ids. */
export interface Taking {
  as: 'literal' | 'template'
  prefix: string
}

const WAYS = [
  { value: 'literal', name: 'As they are: nothing in them is a tag' },
  { value: 'template', name: 'As templates: {{name}} is a variable' },
]

interface TakingFieldsProps {
  taking: Taking
  /** A choice was made. */
  onChange: (taking: Taking) => void
  /** The prefix is being typed. */
  onType: (taking: Taking) => void
  onLeave: () => void
}

/** Asks how the texts are to be taken. */
export function TakingFields({ taking, onChange, onType, onLeave }: TakingFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label="Take texts"
        value={taking.as}
        onChange={(event) => onChange({ ...taking, as: event.target.value === 'template' ? 'template' : 'literal' })}
        options={WAYS}
      />
      <Field
        label="Before every id"
        hint="Optional words with a dot after them, such as “support”."
        value={taking.prefix}
        maxLength={32}
        onChange={(event) => onType({ ...taking, prefix: event.target.value })}
        onBlur={onLeave}
      />
    </div>
  )
}
