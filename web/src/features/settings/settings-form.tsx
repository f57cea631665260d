import type { OwnProject } from '@anvil/shared/api'
import { useState } from 'react'
import { CheckField } from '../../components/check-field.js'
import { Field } from '../../components/field.js'
import { LongField } from '../../components/long-field.js'
import { MainButton } from '../../components/main-button.js'
import { Problem } from '../../components/problem.js'
import { toasts } from '../../lib/toasts.js'
import { useChangeProject } from '../projects/api.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { changeOf, isApprovals, type Settings, settingsOf, whyNotSaved, withoutSaved } from './settings-change.js'

/** The settings of a project. What is written in a field stays there, whatever comes from elsewhere meanwhile. */
export function SettingsForm({ project }: { project: OwnProject }) {
  const [edited, setEdited] = useState<Partial<Settings>>({})
  const change = useChangeProject(project)
  const whyNot = useWhyNot(project.id)
  const forbidden = whyNot('project.manage')
  const settings = { ...settingsOf(project), ...edited }
  const edit = (more: Partial<Settings>) => {
    setEdited({ ...edited, ...more })
    if (!change.isPending) change.reset()
  }
  const save = () => {
    const sent = edited
    change.mutate(changeOf(project, sent), {
      onSuccess: () => {
        setEdited((now) => withoutSaved(now, sent))
        toasts.say('The settings are saved.')
      },
    })
  }
  return (
    <div className="max-w-prose space-y-5">
      {forbidden !== undefined && <p className="text-muted">{forbidden}</p>}
      <Texts settings={settings} isReadOnly={forbidden !== undefined} edit={edit} />
      <Rules settings={settings} because={forbidden ?? whyNot('release.rules')} edit={edit} />
      <CheckField
        label="Show the values of access tokens again"
        hint="Who manages access tokens may see the value of one after it was generated. Each look is in the audit trail."
        checked={settings.show_token_values}
        because={forbidden}
        onChange={(checked) => edit({ show_token_values: checked })}
      />
      {change.error && <Problem error={change.error} />}
      <MainButton because={forbidden ?? whyNotSaved(project, edited)} busy={change.isPending} onClick={save}>
        Save settings
      </MainButton>
    </div>
  )
}

interface PartProps {
  settings: Settings
  edit: (more: Partial<Settings>) => void
}

function Texts({ settings, isReadOnly, edit }: PartProps & { isReadOnly: boolean }) {
  return (
    <>
      <Field
        label="Name"
        required
        maxLength={200}
        autoComplete="off"
        readOnly={isReadOnly}
        value={settings.name}
        onChange={(event) => edit({ name: event.target.value })}
      />
      <LongField
        label="Description (optional)"
        hint="Stands on the project's home page."
        maxLength={2_000}
        readOnly={isReadOnly}
        value={settings.description}
        onChange={(event) => edit({ description: event.target.value })}
      />
    </>
  )
}

/** What a release needs. */
function Rules({ settings, because, edit }: PartProps & { because: string | undefined }) {
  const { required_approvals: approvals } = settings
  return (
    <>
      <Field
        label="Approvals needed to lock"
        hint="By people who did not write the draft, each of exactly its content. An environment may ask for more."
        type="number"
        min={0}
        max={20}
        required
        className="max-w-xs"
        readOnly={because !== undefined}
        title={because}
        value={approvals}
        problem={isApprovals(approvals) ? undefined : 'A number from 0 to 20.'}
        onChange={(event) => edit({ required_approvals: event.target.value })}
      />
      <CheckField
        label="API keys may release their owner's own work"
        hint="A key with the scope “own_work” may approve and publish what its owner's keys wrote. Leave it off to have a person look at what programs write."
        checked={settings.keys_release_own_work}
        because={because}
        onChange={(checked) => edit({ keys_release_own_work: checked })}
      />
    </>
  )
}
