import type { Variable } from '@anvil/shared'
import { LongField } from '../../components/long-field.js'
import { SelectField } from '../../components/select-field.js'
import { useTyped } from '../../components/use-typed.js'
import { problemOfDefault, readDefault, writeDefault } from './variable-change.js'

interface DefaultFieldProps {
  variable: Variable
  onChange: (variable: Variable) => void
}

const NONE = { value: '', name: 'None' }

/** What a variable is where a caller gives nothing. */
export function DefaultField(props: DefaultFieldProps) {
  const { type, values = [] } = props.variable
  if (type === 'boolean') return <DefaultChoice {...props} choices={['true', 'false']} />
  if (type === 'enum') return <DefaultChoice {...props} choices={values} />
  return <DefaultText {...props} />
}

function DefaultText({ variable, onChange }: DefaultFieldProps) {
  const typed = useTyped(writeDefault(variable), (text) =>
    onChange({ ...variable, default: readDefault(variable.type, text) }),
  )
  const placeholder = variable.type === 'string' || variable.type === 'number' ? 'None' : 'None, or JSON'
  return <LongField label="Default" placeholder={placeholder} problem={problemOfDefault(variable)} {...typed} />
}

function DefaultChoice({ variable, onChange, choices }: DefaultFieldProps & { choices: readonly string[] }) {
  const now = writeDefault(variable)
  const shown = choices.includes(now) || now === '' ? choices : [...choices, now]
  return (
    <SelectField
      label="Default"
      options={[NONE, ...shown.map((value) => ({ value, name: value }))]}
      value={now}
      problem={problemOfDefault(variable)}
      onChange={(event) => onChange({ ...variable, default: readDefault(variable.type, event.target.value) })}
    />
  )
}
