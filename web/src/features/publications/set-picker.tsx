import type { Environment, PromptSet } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Button } from '../../components/button.js'
import { messageOf } from '../../components/problem.js'
import { SelectField } from '../../components/select-field.js'
import { versionsQuery } from '../versions/api.js'
import { DRAFT, type Picks } from './asked-of.js'

interface SetPickerProps {
  projectId: string
  sets: readonly PromptSet[]
  environment: Environment | undefined
  picks: Picks
  onPick: (picks: Picks) => void
}

/** Which prompt sets go out, and at which version each. */
export function SetPicker({ projectId, sets, environment, picks, onPick }: SetPickerProps) {
  const picked = sets.filter(({ id }) => Object.hasOwn(picks, id))
  const others = sets.filter(({ id }) => !Object.hasOwn(picks, id))
  const without = (id: string): Picks => Object.fromEntries(Object.entries(picks).filter(([key]) => key !== id))
  return (
    <div className="space-y-3">
      {picked.map((set) => (
        <div key={set.id} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <VersionField
              projectId={projectId}
              set={set}
              environment={environment}
              value={picks[set.id] ?? DRAFT}
              onPick={(version) => onPick({ ...picks, [set.id]: version })}
            />
          </div>
          {picked.length > 1 && (
            <Button look="quiet" aria-label={`Leave ${set.name} out`} onClick={() => onPick(without(set.id))}>
              <X aria-hidden="true" className="size-4" />
            </Button>
          )}
        </div>
      ))}
      {others.length > 0 && (
        <SelectField
          label={picked.length === 0 ? 'Prompt set' : 'Together with'}
          value=""
          onChange={(event) => {
            const set = others.find(({ id }) => id === event.target.value)
            if (set) onPick({ ...picks, [set.id]: set.locked_version ?? DRAFT })
          }}
          options={[
            { value: '', name: picked.length === 0 ? 'Choose one' : 'No other prompt set' },
            ...others.map(({ id, name }) => ({ value: id, name })),
          ]}
        />
      )}
    </div>
  )
}

interface VersionFieldProps {
  projectId: string
  set: PromptSet
  environment: Environment | undefined
  value: string
  onPick: (version: string) => void
}

function VersionField({ projectId, set, environment, value, onPick }: VersionFieldProps) {
  const { data: versions = [], error } = useQuery(versionsQuery({ projectId, promptSetId: set.id }))
  const takes = environment?.allowed_kinds
  const options = versions
    .filter(({ kind, archived_at }) => archived_at === null && takes?.includes(kind) !== false)
    .map(({ version, kind }) => ({ value: version, name: kind === 'locked' ? version : `${version} (${kind})` }))
  const draft = set.status === 'LOCKED' ? [] : [{ value: DRAFT, name: `The draft, as it is now (${set.status})` }]
  const known = [...draft, ...options]
  const all = known.some((option) => option.value === value) ? known : [...known, { value, name: value }]
  return (
    <SelectField
      label={set.name}
      value={value}
      onChange={(event) => onPick(event.target.value)}
      options={all}
      problem={error ? `The versions can’t be shown. ${messageOf(error)}` : undefined}
    />
  )
}
