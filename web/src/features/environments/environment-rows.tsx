import type { Environment } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Cell, Table } from '../../components/table.js'
import { Verbatim } from '../../components/verbatim.js'
import { KindMark } from '../versions/kind-mark.js'

interface EnvironmentRowsProps {
  environments: readonly Environment[]
  /** Why none can be changed. */
  because: string | undefined
  onChange: (environment: Environment) => void
}

/** Each environment with the kinds of versions that it takes and the approvals that it asks for. */
export function EnvironmentRows({ environments, because, onChange }: EnvironmentRowsProps) {
  return (
    <Table label="Environments" heads={['Environment', 'Takes', 'Approvals of its own', 'Actions']}>
      {environments.map((environment) => (
        <tr key={environment.id}>
          <Cell className="min-w-32">
            <span className="block min-w-28 font-medium wrap-anywhere">
              <Verbatim>{environment.name}</Verbatim>
            </span>
            <span className="block font-mono text-[0.8125rem] break-all text-muted">{environment.slug}</span>
          </Cell>
          <Cell>
            <span className="flex flex-wrap gap-1">
              {environment.allowed_kinds.map((kind) => (
                <KindMark key={kind} kind={kind} />
              ))}
            </span>
          </Cell>
          <Cell className="tabular-nums">
            {environment.required_approvals === 0 ? (
              <span className="text-muted">none beyond the project&rsquo;s</span>
            ) : (
              environment.required_approvals
            )}
          </Cell>
          <Cell>
            <Button
              className="whitespace-nowrap"
              because={because}
              aria-label={`Change: ${environment.name}`}
              onClick={() => onChange(environment)}
            >
              Change …
            </Button>
          </Cell>
        </tr>
      ))}
    </Table>
  )
}
