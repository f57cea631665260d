import { isolate } from '@anvil/shared'
import type { MemberApiKey, OwnOrganisation } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { When } from '../../components/when.js'
import { done } from '../../components/done.js'
import { useRevokeMemberKey } from './api.js'

interface RevokeMemberKeyProps {
  organisation: OwnOrganisation
  apiKey: MemberApiKey
  onClose: () => void
}

/** Asks before a member's key is ended in an organisation for good. */
export function RevokeMemberKey({ organisation, apiKey, onClose }: RevokeMemberKeyProps) {
  const revoke = useRevokeMemberKey(organisation.id)
  const [name, owner, place] = [isolate(apiKey.name), isolate(apiKey.owner.name), isolate(organisation.name)]
  const onSuccess = () => {
    onClose()
    done(`“${name}” of ${owner} is revoked. It opens nothing of ${place} any more.`)
  }
  return (
    <Modal title={`Revoke “${name}” of ${owner}?`} open onClose={onClose}>
      <div className="space-y-4">
        <p className="break-words">
          It opens nothing of {place} any more, at once and for good; what {owner} has elsewhere it goes on opening. It
          was used <When at={apiKey.last_used_at} />. What it wrote and published stays. {owner} sees that it is
          revoked, and can make another: take them out where they should not.
        </p>
        {revoke.error && <Problem error={revoke.error} />}
        <div className="flex flex-wrap gap-2">
          <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate(apiKey.id, { onSuccess })}>
            Revoke API key
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </div>
      </div>
    </Modal>
  )
}
