import { AnvilError } from '@anvil/shared'
import type { Publication, PublicationPreview } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Field } from '../../components/field.js'
import { MainButton } from '../../components/main-button.js'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { toasts } from '../../lib/toasts.js'
import { useWhyNot } from '../projects/use-why-not.js'
import { type Asked, type EnvironmentKey, previewQuery, usePublish } from './api.js'
import { PreviewFace } from './preview-face.js'
import { confirmLabel } from './say-publication.js'

const CONFLICT = 409

interface ConfirmPublicationProps {
  place: EnvironmentKey
  asked: Asked
  /** What the person writes about it; it stays whatever is refused or chosen anew. */
  note: string
  onNote: (note: string) => void
  /** Names the choice that the person made: what FORGE said of another is not shown any more. */
  choice: string
  /** Reads again what the choice was made of, after FORGE refused. */
  onRefused: () => void
}

/** What a publication would do, and the button that does it. */
export function ConfirmPublication({ place, asked, note, onNote, choice, onRefused }: ConfirmPublicationProps) {
  const query = useQuery(previewQuery(place, asked))
  const [refused, setRefused] = useState<string>()
  const publish = usePublish(place)
  const goTo = useGoTo(place)
  const missing = useWhyNot(place.projectId)('publication.publish')
  const onError = (error: Error) => {
    setRefused(choice)
    if (!(error instanceof AnvilError) || error.status !== CONFLICT) return
    onRefused()
    void query.refetch()
  }
  const onSuccess = ({ id, sequence }: Publication) => {
    toasts.say(`Done: ${place.environment} is at #${sequence}.`)
    goTo(id)
  }
  const confirm = ({ sequence }: PublicationPreview) =>
    publish.mutate({ ...asked, note, expected_sequence: sequence }, { onSuccess, onError })
  return (
    <div className="space-y-6">
      <Field
        label="Note (optional)"
        className="max-w-2xl"
        autoComplete="off"
        maxLength={2_000}
        value={note}
        onChange={(event) => onNote(event.target.value)}
      />
      {publish.error && refused === choice && <Problem error={publish.error} />}
      <QueryFace query={query} lines={6}>
        {(preview) => (
          <PreviewFace preview={preview}>
            <MainButton
              busy={publish.isPending || query.isFetching}
              because={missing ?? preview.blocked_by[0]?.message}
              onClick={() => confirm(preview)}
            >
              {confirmLabel(asked, preview)}
            </MainButton>
          </PreviewFace>
        )}
      </QueryFace>
    </div>
  )
}

function useGoTo({ projectId, environment }: EnvironmentKey) {
  const navigate = useNavigate()
  return (publicationId: string) =>
    void navigate({
      to: '/projects/$projectId/publications/$publicationId',
      params: { projectId, publicationId },
      search: { environment },
    })
}
