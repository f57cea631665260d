import type { Member } from '@anvil/shared/api'
import { Field } from '../../components/field.js'
import { SelectField } from '../../components/select-field.js'
import type { AuditSearch } from './audit-search.js'
import { dayOf, endOf, startOf } from './days.js'
import { ACTIONS } from './say-entry.js'

interface AuditFiltersProps {
  search: AuditSearch
  members: readonly Member[]
  onChange: (change: Partial<AuditSearch>) => void
}

/** By whom, which action and of which days entries are shown. */
export function AuditFilters({ search, members, onChange }: AuditFiltersProps) {
  const { person = '', action = '', from, to } = search
  const actions = action === '' || ACTIONS.includes(action) ? ACTIONS : [action, ...ACTIONS]
  return (
    <div className="mb-5 grid grid-cols-[repeat(auto-fit,minmax(min(8.5rem,100%),1fr))] gap-3">
      <SelectField
        label="By"
        value={person}
        onChange={({ target: { value } }) => onChange({ person: value === '' ? undefined : value })}
        options={[
          { value: '', name: 'Everybody' },
          ...members.map(({ user_id, name, email }) => ({ value: user_id, name: `${name} · ${email}` })),
        ]}
      />
      <SelectField
        label="Action"
        value={action}
        onChange={({ target: { value } }) => onChange({ action: value === '' ? undefined : value })}
        options={[{ value: '', name: 'Every action' }, ...actions.map((name) => ({ value: name, name }))]}
      />
      <Field
        label="From"
        type="date"
        value={dayOf(from)}
        max={dayOf(to)}
        onChange={({ target: { value } }) => onChange({ from: startOf(value) })}
      />
      <Field
        label="To"
        type="date"
        value={dayOf(to)}
        min={dayOf(from)}
        onChange={({ target: { value } }) => onChange({ to: endOf(value) })}
      />
    </div>
  )
}
