import type { Environment, PromptSet } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Problem } from '../../components/problem.js'
import { QueryFace } from '../../components/query-face.js'
import { Cell, Table } from '../../components/table.js'
import { environmentsQuery } from '../environments/api.js'
import { fleetQuery } from '../fleet/api.js'
import { runsOf, takersOf, takesIt } from './impact-of.js'

const HEADS = ['Environment', 'Instances run', 'Would get it', 'Takes it']

/** What a draft is about to reach: by environment, which instances run the set now, and which would get the draft. */
export function Impact({ promptSet }: { promptSet: PromptSet }) {
  const environments = useQuery(environmentsQuery(promptSet.project_id))
  return (
    <QueryFace query={environments} lines={3}>
      {(list) => (
        <Table label="Impact by environment" heads={HEADS}>
          {list.map((environment) => (
            <Row key={environment.id} promptSet={promptSet} environment={environment} />
          ))}
        </Table>
      )}
    </QueryFace>
  )
}

function Row({ promptSet, environment }: { promptSet: PromptSet; environment: Environment }) {
  const { project_id: projectId, id: promptSetId } = promptSet
  const { data: fleet, error } = useQuery(fleetQuery({ projectId, environment: environment.slug }))
  const runs = fleet && runsOf(promptSetId, fleet.groups)
  return (
    <tr>
      <Cell className="font-medium">
        <Link
          to="/projects/$projectId/fleet"
          params={{ projectId }}
          search={{ environment: environment.slug }}
          className="inline-block min-h-6 underline underline-offset-4"
        >
          {environment.name}
        </Link>
      </Cell>
      <Cell className="tabular-nums">
        {error && <Problem error={error} />}
        {!error && !runs && '…'}
        {runs?.length === 0 && <span className="text-muted">no instance</span>}
        {runs?.map((line) => (
          <span key={line} className="block whitespace-nowrap">
            {line}
          </span>
        ))}
      </Cell>
      <Cell className="min-w-36 tabular-nums">{fleet ? takersOf(fleet.groups) : '…'}</Cell>
      <Cell className="whitespace-nowrap text-muted">{takesIt(environment, promptSet.status)}</Cell>
    </tr>
  )
}
