import { isolate } from '@anvil/shared'
import type { Member, OwnOrganisation } from '@anvil/shared/api'
import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { queryClient } from '../../lib/query-client.js'
import { toasts } from '../../lib/toasts.js'
import { organisationsQuery } from '../organisations/api.js'
import { readMembersAgain, useRemoveMember } from './api.js'
import { sayLoss } from './say-roles.js'

interface RemoveMemberProps {
  organisation: OwnOrganisation
  member: Member
  /** Whether it is who is signed in, who then leaves. */
  isOwn: boolean
  onClose: () => void
}

/** Asks before somebody is taken out of an organisation, or leaves it, and says what they lose. */
export function RemoveMember({ organisation, member, isOwn, onClose }: RemoveMemberProps) {
  const remove = useRemoveMember(organisation.id)
  const navigate = useNavigate()
  const [name, place] = [isolate(member.name), isolate(organisation.name)]
  const onSuccess = async () => {
    onClose()
    if (!isOwn) {
      done(`${name} is taken out of ${place}.`)
      return readMembersAgain(organisation.id)
    }
    toasts.say(`You left ${place}.`)
    queryClient.setQueryData(organisationsQuery.queryKey, (known) => known?.filter(({ id }) => id !== organisation.id))
    await navigate({ to: '/organisations' })
    queryClient.removeQueries({ queryKey: [...organisationsQuery.queryKey, organisation.id] })
    return queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey })
  }
  return (
    <Modal title={isOwn ? `Leave ${place}?` : `Take ${name} out of ${place}?`} open onClose={onClose}>
      <div className="space-y-4">
        <p className="break-words">
          {isOwn
            ? `You see ${place} and its projects no more, until an admin invites you again. What you wrote stays, with your name.`
            : sayLoss(member, place)}
        </p>
        {remove.error && <Problem error={remove.error} />}
        <div className="flex flex-wrap gap-2">
          <Button
            look="danger"
            busy={remove.isPending}
            onClick={() => remove.mutate(member.user_id, { onSuccess: () => void onSuccess() })}
          >
            {isOwn ? `Leave ${place}` : `Take ${name} out`}
          </Button>
          <Button onClick={onClose}>{isOwn ? 'Stay' : 'Keep them'}</Button>
        </div>
      </div>
    </Modal>
  )
}
