import type { Variable, Variables, VariableType } from '@anvil/shared'
import type { TemplateVariable } from '@anvil/shared/template'
import { useRef } from 'react'
import { Button } from '../../components/button.js'
import { Field } from '../../components/field.js'
import { isDeclaredAnew } from './content.js'
import { sayVariable } from './content-differences.js'
import type { Typed } from './example-values.js'
import { VariableFields } from './variable-fields.js'
import { isPlain } from './variable-change.js'

interface VariablesPanelProps {
  names: readonly string[]
  used: readonly TemplateVariable[]
  /** Those that only included texts use. */
  included: Variables
  variables: Variables
  typed: Typed
  isReadOnly: boolean
  onType: (name: string, value: string) => void
  onDeclare: (variables: Variables) => void
}

/** The variables of a prompt: what each is, and an example of it. */
export function VariablesPanel(props: VariablesPanelProps) {
  const { names, variables, included, typed, used, isReadOnly, onType, onDeclare } = props
  const list = useRef<HTMLUListElement>(null)
  const ofIncludes = Object.entries(included)
  if (names.length + ofIncludes.length === 0) {
    return <p className="text-muted">None yet. Write a name in double braces where a value belongs.</p>
  }
  const remove = (name: string) => {
    onDeclare(Object.fromEntries(Object.entries(variables).filter(([each]) => each !== name)))
    list.current?.focus()
  }
  return (
    <ul ref={list} tabIndex={-1} aria-label="Variables" className="space-y-4 outline-none">
      {names.map((name) => {
        const declared = Object.hasOwn(variables, name) ? variables[name] : undefined
        const use = used.find((each) => each.name === name)
        const declare = (variable: Variable) => onDeclare({ ...variables, [name]: variable })
        return (
          <li key={name}>
            <Example {...{ name, typed, onType }} type={declared?.type} />
            {declared ? (
              <Declaration
                {...{ name, declared, isReadOnly }}
                isNeeded={use !== undefined && isDeclaredAnew(use)}
                onChange={declare}
                onRemove={() => remove(name)}
              />
            ) : (
              <Undeclared {...{ name, use, isReadOnly }} onDeclare={declare} />
            )}
          </li>
        )
      })}
      {ofIncludes.map(([name, variable]) => (
        <li key={name}>
          <Example {...{ name, typed, onType }} type={variable.type} />
          <p className="mt-1 break-words text-muted">{sayVariable(variable)} · of an included text</p>
        </li>
      ))}
    </ul>
  )
}

interface ExampleProps extends Pick<VariablesPanelProps, 'typed' | 'onType'> {
  name: string
  type: VariableType | undefined
}

function Example({ name, type, typed, onType }: ExampleProps) {
  return (
    <Field
      label={name}
      value={typed[name] ?? ''}
      placeholder={type && isPlain(type) ? 'Example' : 'Example as JSON'}
      autoComplete="off"
      onChange={(event) => onType(name, event.target.value)}
    />
  )
}

interface DeclarationProps {
  name: string
  declared: Variable
  isReadOnly: boolean
  isNeeded: boolean
  onChange: (variable: Variable) => void
  onRemove: () => void
}

function Declaration({ name, declared, isReadOnly, ...fields }: DeclarationProps) {
  const about = sayVariable(declared)
  if (isReadOnly) return <p className="mt-1 break-words text-muted">{about}</p>
  return (
    <details className="mt-1">
      <summary className="min-h-6 cursor-pointer rounded break-words text-muted hover:text-ink">
        <span className="sr-only">{name}: </span>
        {about}
      </summary>
      <VariableFields {...{ name, variable: declared, ...fields }} />
    </details>
  )
}

interface UndeclaredProps {
  name: string
  use: TemplateVariable | undefined
  isReadOnly: boolean
  onDeclare: (variable: Variable) => void
}

const TYPES = { condition: 'boolean', object: 'object', value: 'string' } as const

function Undeclared({ name, use, isReadOnly, onDeclare }: UndeclaredProps) {
  const kind = use?.use ?? 'value'
  const declare = () => onDeclare({ type: TYPES[kind], required: false, default: null, description: '' })
  return (
    <div className="mt-1 flex items-start justify-between gap-2">
      <p className="min-w-0 pt-1 text-muted">
        {kind === 'condition' ? 'Shows or hides a part' : 'Used in a part'}; not declared.
      </p>
      {!isReadOnly && (
        <Button onClick={declare}>
          Declare <span className="sr-only">{name}</span>
        </Button>
      )}
    </div>
  )
}
