import type { JudgedFinding } from '@anvil/shared/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.js'
import { LongField } from '../../components/long-field.js'
import { Modal } from '../../components/modal.js'
import { Problem } from '../../components/problem.js'
import { SelectField } from '../../components/select-field.js'
import type { PromptSetKey } from '../reviews/api.js'
import { useAskWaiver } from './api.js'

const DAY_MS = 86_400_000
const LIVES = [
  { value: '1', name: 'In a day' },
  { value: '7', name: 'In a week' },
  { value: '30', name: 'In 30 days' },
  { value: '90', name: 'In 90 days' },
  { value: '365', name: 'In a year' },
]

interface AskWaiverProps {
  promptSet: PromptSetKey
  finding: JudgedFinding
  onClose: () => void
}

/** Asks why a finding should be let through, and until when. */
export function AskWaiver({ promptSet, finding, onClose }: AskWaiverProps) {
  const ask = useAskWaiver(promptSet)
  const [reason, setReason] = useState('')
  const [days, setDays] = useState('30')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ask.isPending) return
    const expires_at = new Date(Date.now() + Number(days) * DAY_MS).toISOString()
    ask.mutate({ fingerprint: finding.fingerprint, reason: reason.trim(), expires_at }, { onSuccess: onClose })
  }
  return (
    <Modal title={`Ask for a waiver for ${finding.prompt_id}`} open onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <p className="break-words">{finding.message}</p>
        <LongField
          label="Reason"
          hint="A reviewer decides by it, and the audit trail keeps it."
          required
          minLength={3}
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <SelectField label="Ends" value={days} onChange={(event) => setDays(event.target.value)} options={LIVES} />
        {ask.error && <Problem error={ask.error} />}
        <Button type="submit" look="main" busy={ask.isPending}>
          Ask for the waiver
        </Button>
      </form>
    </Modal>
  )
}
