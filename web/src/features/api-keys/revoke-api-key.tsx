import { isolate } from '@anvil/shared'
import type { ApiKey } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { When } from '../../components/when.js'
import { toasts } from '../../lib/toasts.js'
import { useRevokeApiKey } from './api.js'

/** Asks before a key is ended for good. */
export function RevokeApiKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const revoke = useRevokeApiKey()
  const name = isolate(apiKey.name)
  const onSuccess = () => {
    onClose()
    toasts.say(`“${name}” is revoked. It opens nothing any more.`)
  }
  return (
    <Modal title={`Revoke “${name}”?`} open onClose={onClose}>
      <div className="space-y-4">
        <p>
          It opens nothing any more, at once and for good. It was used <When at={apiKey.last_used_at} />. What it wrote
          and published stays.
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
