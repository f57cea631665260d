import type { AccessToken } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Mark } from '../../components/mark.js'
import { Cell, Table } from '../../components/table.js'
import { When } from '../../components/when.js'
import { TOKEN_STATE } from './token-state.js'

export type TokenAction = 'reveal' | 'rotate' | 'revoke'

interface TokenRowsProps {
  tokens: readonly AccessToken[]
  /** Why nothing can be done with any of them. */
  because: string | undefined
  onAction: (action: TokenAction, token: AccessToken) => void
}

/** The tokens of a project: where each leads, when it was used, and what can be done with it. */
export function TokenRows({ tokens, because, onAction }: TokenRowsProps) {
  return (
    <Table label="Access tokens" heads={['Name', 'Environment', 'State', 'Last used', 'Ends', 'Actions']}>
      {tokens.map((token) => (
        <tr key={token.id}>
          <Cell className="min-w-36">
            <span className="block font-medium break-words">{token.name}</span>
            <code className="font-mono text-muted">{token.public_id}</code>
          </Cell>
          <Cell>{token.environment}</Cell>
          <Cell>
            <Mark look={TOKEN_STATE[token.state]} />
          </Cell>
          <Cell className="min-w-32">
            <When at={token.last_used_at} />
            {token.last_used_address !== null && (
              <span className="block text-muted">from {token.last_used_address}</span>
            )}
          </Cell>
          <Cell>
            <When at={token.expires_at} />
          </Cell>
          <Cell>
            <Actions {...{ token, because, onAction }} />
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

const ACTIONS = { reveal: 'Show value', rotate: 'Rotate', revoke: 'Revoke' } as const

function Actions({ token, because, onAction }: Omit<TokenRowsProps, 'tokens'> & { token: AccessToken }) {
  const over = token.state === 'active' ? undefined : `It is ${token.state}, for good. Generate a new one.`
  return (
    <div className="flex gap-1 whitespace-nowrap">
      {(['reveal', 'rotate', 'revoke'] as const).map((action) => (
        <Button
          key={action}
          look={action === 'revoke' ? 'danger' : 'plain'}
          because={because ?? over}
          aria-label={`${ACTIONS[action]}: ${token.name}`}
          onClick={() => onAction(action, token)}
        >
          {ACTIONS[action]}
        </Button>
      ))}
    </div>
  )
}
