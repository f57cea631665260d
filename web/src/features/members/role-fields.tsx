import type { ProjectRole, Role } from '@anvil/shared'
import { CheckGroup } from '../../components/check-group.js'
import { SelectField } from '../../components/select-field.js'
import { givable, ROLE_CHOICES } from './say-roles.js'

/** What somebody is to be. */
export interface Standing {
  role: Role
  roles: ProjectRole[]
}

interface RoleFieldsProps {
  /** What who gives it is themselves. */
  own: Role
  standing: Standing
  onChange: (standing: Standing) => void
}

/** Asks what somebody is to be in an organisation, and as a member in its projects. */
export function RoleFields({ own, standing, onChange }: RoleFieldsProps) {
  const { role, roles } = standing
  const options = givable(own)
  return (
    <>
      <SelectField
        label="In the organisation"
        value={role}
        options={options}
        onChange={({ target }) =>
          onChange({ roles, role: options.find(({ value }) => value === target.value)?.value ?? role })
        }
      />
      {role === 'member' && (
        <CheckGroup
          label="In its projects"
          hint="Everybody sees everything. A project can say otherwise of somebody."
          options={ROLE_CHOICES}
          chosen={roles}
          onChange={(next) => onChange({ role, roles: next })}
        />
      )}
    </>
  )
}
