import type { PromptSet } from '@anvil/shared/api'
import { useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty } from '../../components/empty.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { SelectField } from '../../components/select-field.js'
import { environmentsQuery } from '../../features/environments/api.js'
import { promptSetsQuery } from '../../features/prompt-sets/api.js'
import { headQuery } from '../../features/publications/api.js'
import {
  askedOf,
  DRAFT,
  type Picks,
  picksOf,
  searchOf,
  type Seen,
  sortPicks,
} from '../../features/publications/asked-of.js'
import { ConfirmPublication } from '../../features/publications/confirm-publication.js'
import type { NewPublicationSearch } from '../../features/publications/publication-search.js'
import { SetPicker } from '../../features/publications/set-picker.js'
import { UnknownSets } from '../../features/publications/unknown-sets.js'
import { draftQuery } from '../../features/reviews/api.js'

const route = getRouteApi('/inside/projects/$projectId/publications/new')
const FIRST = 'production'

/** A publication before it is made: what goes where, for which instances, and the button that does it. */
export function NewPublicationPage() {
  const { projectId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { environment = FIRST } = search
  const sets = useQuery(promptSetsQuery(projectId))
  const [note, setNote] = useState('')
  const there = sets.data ?? []
  const { known: picks, unknown } = sortPicks(picksOf(search, there), there)
  const { seen, missing, readAgain } = useSeen(projectId, picks, search.promote)
  const asked = isChoice(search) && unknown > 0 ? undefined : askedOf(search, picks, seen)
  const change = (more: Partial<NewPublicationSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...more }), replace: true })
  return (
    <>
      <PageHead title={titleOf(search, environment)} />
      {isChoice(search) && (
        <QueryFace query={sets} lines={3}>
          {(found) => (
            <Choice
              projectId={projectId}
              environment={environment}
              sets={found}
              picks={picks}
              unknown={unknown}
              onEnvironment={(slug) => change({ environment: slug })}
              onPick={(next) => change(searchOf(next))}
            />
          )}
        </QueryFace>
      )}
      {missing && <QueryFace query={missing}>{() => null}</QueryFace>}
      {asked && (
        <ConfirmPublication
          place={{ projectId, environment }}
          asked={asked}
          note={note}
          onNote={setNote}
          choice={JSON.stringify(search)}
          onRefused={readAgain}
        />
      )}
    </>
  )
}

interface ChoiceProps {
  projectId: string
  environment: string
  sets: readonly PromptSet[]
  picks: Picks
  /** How many prompt sets the address names that are not there. */
  unknown: number
  onEnvironment: (slug: string) => void
  onPick: (picks: Picks) => void
}

function Choice({ projectId, environment, sets, picks, unknown, onEnvironment, onPick }: ChoiceProps) {
  const environments = useQuery(environmentsQuery(projectId))
  const known = Object.keys(picks).length
  return (
    <>
      <QueryFace query={environments} lines={2}>
        {(found) => (
          <div className="mb-4 grid max-w-2xl gap-4 sm:grid-cols-2">
            <SelectField
              label="Environment"
              value={environment}
              onChange={(event) => onEnvironment(event.target.value)}
              options={found.map(({ slug, name }) => ({ value: slug, name }))}
            />
            <SetPicker
              projectId={projectId}
              sets={sets}
              environment={found.find(({ slug }) => slug === environment)}
              picks={picks}
              onPick={onPick}
            />
          </div>
        )}
      </QueryFace>
      {unknown > 0 && <UnknownSets unknown={unknown} known={known} onLeaveOut={() => onPick(picks)} />}
      {unknown + known === 0 && (
        <Empty>Choose a prompt set. Then this shows what would change, and for which instances.</Empty>
      )}
    </>
  )
}

interface SeenNow {
  seen: Seen
  /** What did not come, or not yet. */
  missing: UseQueryResult | undefined
  readAgain: () => void
}

/** What there is of the drafts that are picked, and of the environment that is promoted from. */
function useSeen(projectId: string, picks: Picks, promote: string | undefined): SeenNow {
  const ids = Object.keys(picks).filter((id) => picks[id] === DRAFT)
  const drafts = useQueries({ queries: ids.map((promptSetId) => draftQuery({ projectId, promptSetId })) })
  const from = useQuery({ ...headQuery(projectId, promote ?? ''), enabled: promote !== undefined })
  const digests = drafts.flatMap(({ data }) => (data ? [[data.prompt_set.id, data.content_digest] as const] : []))
  const absent = [...drafts, ...(promote === undefined ? [] : [from])].filter(({ data }) => data === undefined)
  return {
    missing: absent.find(({ isError }) => isError) ?? absent[0],
    seen: { digests: new Map(digests), fromSequence: from.data?.sequence },
    readAgain: () => {
      for (const draft of drafts) void draft.refetch()
      if (promote !== undefined) void from.refetch()
    },
  }
}

const isChoice = ({ rollback, withdraw, promote }: NewPublicationSearch): boolean =>
  rollback === undefined && withdraw === undefined && promote === undefined

function titleOf({ rollback, withdraw, promote }: NewPublicationSearch, environment: string): string {
  if (rollback !== undefined) return `Roll back ${environment} to #${rollback}`
  if (withdraw !== undefined) return `Withdraw from ${environment}`
  return promote === undefined ? `Publish to ${environment}` : `Promote ${promote} to ${environment}`
}
