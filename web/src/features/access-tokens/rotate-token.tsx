import { isolate } from '@anvil/shared'
import type { AccessToken } from '@anvil/shared/api'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { SelectField } from '../../components/select-field.js'
import { useRotateToken } from './api.js'
import { IssuedToken } from './issued-token.js'

const OVERLAPS = [
  { value: '0', name: 'Ends at once' },
  { value: '3600', name: 'Goes on for an hour' },
  { value: '86400', name: 'Goes on for a day' },
  { value: '604800', name: 'Goes on for a week' },
]

/** Puts a new token in the place of one, and says how long both open the environment. */
export function RotateToken({ token, onClose }: { token: AccessToken; onClose: () => void }) {
  const rotate = useRotateToken(token.project_id)
  const [overlap, setOverlap] = useState('86400')
  if (rotate.data)
    return (
      <Modal title="Your new token" open onClose={onClose}>
        <IssuedToken issued={rotate.data} onDone={onClose} />
      </Modal>
    )
  return (
    <Modal title={`Rotate “${isolate(token.name)}”`} open onClose={onClose}>
      <div className="space-y-4">
        <p>A new token takes its place. Put that into the application before the old one ends.</p>
        <SelectField
          label="The old token"
          value={overlap}
          onChange={(event) => setOverlap(event.target.value)}
          options={OVERLAPS}
        />
        {rotate.error && <Problem error={rotate.error} />}
        <Button
          look="main"
          busy={rotate.isPending}
          onClick={() => rotate.mutate({ id: token.id, overlap_seconds: Number(overlap) })}
        >
          Rotate token
        </Button>
      </div>
    </Modal>
  )
}
