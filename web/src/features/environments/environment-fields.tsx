import { VersionKind } from '@anvil/shared'
import { CheckGroup } from '../../components/check-group.js'
import { Field } from '../../components/field.js'
import { isApprovals } from '../settings/settings-change.js'

/** What is asked of an environment. */
export interface EnvironmentDraft {
  name: string
  kinds: readonly VersionKind[]
  approvals: string
}

const KINDS: readonly { value: VersionKind; name: string; detail: string }[] = [
  { value: 'locked', name: 'Locked versions', detail: 'approved and locked' },
  { value: 'review', name: 'Review pre-releases', detail: 'of drafts that wait for approval' },
  { value: 'live', name: 'Draft pre-releases', detail: 'of drafts that are being written' },
]

interface EnvironmentFieldsProps {
  draft: EnvironmentDraft
  edit: (more: Partial<EnvironmentDraft>) => void
}

/** The fields of an environment but for its slug. */
export function EnvironmentFields({ draft: { name, kinds, approvals }, edit }: EnvironmentFieldsProps) {
  return (
    <>
      <Field
        label="Name"
        required
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => edit({ name: event.target.value })}
      />
      <CheckGroup
        label="Takes"
        options={KINDS}
        chosen={kinds}
        onChange={(chosen) => edit({ kinds: VersionKind.options.filter((kind) => chosen.includes(kind)) })}
      />
      <Field
        label="Approvals of its own"
        hint="How many a version needs before this environment runs it for the first time; 0 asks for none beyond the project's."
        type="number"
        min={0}
        max={20}
        required
        value={approvals}
        problem={isApprovals(approvals) ? undefined : 'A number from 0 to 20.'}
        onChange={(event) => edit({ approvals: event.target.value })}
      />
    </>
  )
}

/** Why an environment can't be so; undefined where it can. */
export function whyNotSo({ name, kinds, approvals }: EnvironmentDraft): string | undefined {
  if (name.trim() === '') return 'Give it a name first.'
  if (kinds.length === 0) return 'Choose at least one kind of version that it takes.'
  return isApprovals(approvals) ? undefined : 'Say how many approvals it asks for: a number from 0 to 20.'
}
