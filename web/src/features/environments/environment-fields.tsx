import { VersionKind } from '@anvil/shared'
import { CheckGroup } from '../../components/check-group.js'
import { Field } from '../../components/field.js'
import { isApprovals } from '../settings/settings-change.js'
import type { EnvironmentDraft } from './environment-draft.js'

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
