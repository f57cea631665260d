import { isolate } from '@anvil/shared'
import type { AccessToken } from '@anvil/shared/api'
import { useEffect } from 'react'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { SecretValue } from '../../components/secret-value.js'
import { Skeleton } from '../../components/skeleton.js'
import { useTokenValue } from './api.js'

/** The value of a token again, for an admin whose project allows that. */
export function RevealToken({ token, onClose }: { token: AccessToken; onClose: () => void }) {
  const { mutate, data, error } = useTokenValue(token.project_id)
  useEffect(() => mutate(token.id), [mutate, token.id])
  return (
    <Modal title={`The value of “${isolate(token.name)}”`} open onClose={onClose}>
      {error && <Problem error={error} />}
      {data && (
        <>
          <SecretValue what="the value" value={data.value} />
          <p className="mt-3 text-muted">The audit trail keeps that you looked at it.</p>
        </>
      )}
      {!data && !error && <Skeleton lines={2} />}
    </Modal>
  )
}
