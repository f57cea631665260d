import type { EnvironmentHead } from '@anvil/shared/api'
import { ActionLink } from '../../components/action-link.js'
import { Cell, Table } from '../../components/table.js'

interface RunningNowProps {
  projectId: string
  head: EnvironmentHead
  /** Why nothing can be withdrawn. */
  because: string | undefined
}

/** What an environment runs now, one prompt set a line. */
export function RunningNow({ projectId, head, because }: RunningNowProps) {
  const { bundles, environment } = head
  if (bundles.length === 0) return <p className="text-muted">Nothing runs in {environment} yet.</p>
  const to = '/projects/$projectId/publications/new'
  return (
    <Table label={`What ${environment} runs`} heads={['Prompt set', 'Version', 'Action']}>
      {bundles.map(({ prompt_set_id, prompt_set, version }) => (
        <tr key={prompt_set_id}>
          <Cell className="font-medium break-words">{prompt_set}</Cell>
          <Cell className="tabular-nums">{version}</Cell>
          <Cell>
            <ActionLink
              because={because}
              link={{ to, params: { projectId }, search: { environment, withdraw: prompt_set_id } }}
            >
              <span>
                Withdraw <span className="sr-only">{prompt_set}</span> …
              </span>
            </ActionLink>
          </Cell>
        </tr>
      ))}
    </Table>
  )
}
