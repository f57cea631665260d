import { isolate } from '@anvil/shared'
import type { ProjectMember } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { CheckGroup } from '../../components/check-group.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { toasts } from '../../lib/toasts.js'
import { useSetProjectRoles } from './api.js'
import { ROLE_CHOICES, sayRoles } from './say-roles.js'

interface ChangeProjectRolesProps {
  projectId: string
  member: ProjectMember
  onClose: () => void
}

/** Asks what somebody is in this project, or leaves that to the organisation again. */
export function ChangeProjectRoles({ projectId, member, onClose }: ChangeProjectRolesProps) {
  const set = useSetProjectRoles(projectId)
  const [roles, setRoles] = useState(member.roles)
  const name = isolate(member.name)
  const save = (next: ProjectMember['roles'] | null) => {
    const onSuccess = (now: ProjectMember) => {
      onClose()
      toasts.say(`${name} is ${sayRoles(now.roles)} here now${now.inherited ? ', as the organisation says' : ''}.`)
    }
    if (!set.isPending) set.mutate({ userId: member.user_id, roles: next }, { onSuccess })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(roles)
  }
  return (
    <Modal title={`What ${name} is in this project`} open onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <CheckGroup
          label="Roles here"
          hint="Everybody of the organisation sees this project. What is chosen here takes the place of what the organisation says."
          options={ROLE_CHOICES}
          chosen={roles}
          onChange={setRoles}
        />
        {set.error && <Problem error={set.error} />}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="main" busy={set.isPending}>
            Save roles
          </Button>
          <Button
            busy={set.isPending}
            because={member.inherited ? 'The organisation says it already.' : undefined}
            onClick={() => save(null)}
          >
            As the organisation says
          </Button>
        </div>
      </form>
    </Modal>
  )
}
