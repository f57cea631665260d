import type { DiffResult, PromptSet, Version } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ArrowLeftRight } from 'lucide-react'
import { Button } from '../../components/button.js'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { SelectField } from '../../components/select-field.js'
import { DiffView } from '../diffs/diff-view.js'
import { sayDiff } from '../diffs/say-diff.js'
import { draftQuery } from '../reviews/api.js'
import { sidesOf } from './choose-two.js'
import { diffQuery, versionQuery } from './api.js'
import { DRAFT, saySide } from './say-version.js'

interface ComparisonProps {
  set: PromptSet
  versions: readonly Version[]
  from: string
  to: string
}

/** Two versions, or a version and the draft, side by side; which ones stands in the address. */
export function Comparison({ set, versions, from, to }: ComparisonProps) {
  const key = { projectId: set.project_id, promptSetId: set.id }
  const query = useQuery(diffQuery(key, { from, to }))
  const navigate = useNavigate()
  const compare = (search: { from: string; to: string }) =>
    void navigate({ to: '/projects/$projectId/prompts/$promptSetId/versions', params: key, search })
  const options = optionsOf(set, versions, [from, to])
  return (
    <>
      <div className="mb-5 flex flex-wrap items-end gap-3">
        <SelectField
          label="From"
          value={from}
          options={options}
          onChange={(event) => compare({ from: event.target.value, to })}
        />
        <Button aria-label="Swap the two" onClick={() => compare({ from: to, to: from })} className="min-h-9">
          <ArrowLeftRight aria-hidden="true" className="size-4" />
        </Button>
        <SelectField
          label="To"
          value={to}
          options={options}
          onChange={(event) => compare({ from, to: event.target.value })}
        />
      </div>
      <QueryFace query={query} lines={6}>
        {(diff) => <Changes key={`${from} ${to}`} promptSet={key} diff={diff} />}
      </QueryFace>
    </>
  )
}

function Changes({ promptSet, diff }: { promptSet: { projectId: string; promptSetId: string }; diff: DiffResult }) {
  const { from, to, added, proposed_version: proposed } = diff
  const hasNew = added.length > 0
  const draft = useQuery({ ...draftQuery(promptSet, 'all'), enabled: hasNew && to === DRAFT })
  const version = useQuery({ ...versionQuery(promptSet, to), enabled: hasNew && to !== DRAFT })
  const texts = (to === DRAFT ? draft : version).data?.snapshot
  const said = sayDiff(diff)
  const isSame = diff.bump === 'none'
  return (
    <Section title="Changes" detail={`${isSame ? 'none' : said} from ${saySide(from)} to ${saySide(to)}`}>
      <p role="status" className="sr-only">
        {isSame ? 'Nothing differs' : said}
      </p>
      {proposed !== null && <p className="mb-3">Locked as it is, the draft becomes {proposed}.</p>}
      {isSame ? <p className="text-muted">Both say the same.</p> : <DiffView diff={diff} {...(texts && { texts })} />}
    </Section>
  )
}

function optionsOf(set: PromptSet, versions: readonly Version[], current: readonly string[]) {
  return [...new Set([...sidesOf(set, versions), ...current])].map((value) => ({
    value,
    name: value === DRAFT ? `The draft (${set.status})` : value,
  }))
}
