import { isolate, type Role } from '@anvil/shared'
import type { Member } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { toasts } from '../../lib/toasts.js'
import { useChangeMember } from './api.js'
import { RoleFields } from './role-fields.js'
import { sayInProjects } from './say-roles.js'

interface ChangeMemberProps {
  organisationId: string
  own: Role
  member: Member
  onClose: () => void
}

/** Asks what a member is from now on. */
export function ChangeMember({ organisationId, own, member, onClose }: ChangeMemberProps) {
  const change = useChangeMember(organisationId)
  const [standing, setStanding] = useState({ role: member.role, roles: member.roles })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (change.isPending) return
    const onSuccess = (now: Member) => {
      onClose()
      toasts.say(`${isolate(now.name)} is ${now.role} now. In projects: ${sayInProjects(now)}.`)
    }
    change.mutate({ userId: member.user_id, ...standing }, { onSuccess })
  }
  return (
    <Modal title={`What ${isolate(member.name)} is`} open onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <RoleFields own={own} standing={standing} onChange={setStanding} />
        {change.error && <Problem error={change.error} />}
        <Button type="submit" look="main" busy={change.isPending}>
          Save roles
        </Button>
      </form>
    </Modal>
  )
}
