import type { EnvironmentHead } from '@anvil/shared/api'
import { Link } from '@tanstack/react-router'
import { Cell, Table } from '../../components/table.js'

/** What an environment runs now, one prompt set a line. */
export function RunningNow({ projectId, head }: { projectId: string; head: EnvironmentHead }) {
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
            <Link
              to={to}
              params={{ projectId }}
              search={{ environment, withdraw: prompt_set_id }}
              className="inline-block min-h-6 whitespace-nowrap text-accent underline underline-offset-4"
            >
              Withdraw <span className="sr-only">{prompt_set}</span> …
            </Link>
          </Cell>
        </tr>
      ))}
    </Table>
  )
}
