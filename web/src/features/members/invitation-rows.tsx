import type { Invitation } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { done } from '../../components/done.js'
import { Problem } from '../../components/problem.js'
import { Cell, Table } from '../../components/table.js'
import { Verbatim } from '../../components/verbatim.js'
import { When } from '../../components/when.js'
import { useWithdrawInvitation } from './api.js'
import { sayInProjects } from './say-roles.js'

interface InvitationRowsProps {
  organisationId: string
  invitations: readonly Invitation[]
}

/** The invitations that nobody has accepted yet. */
export function InvitationRows({ organisationId, invitations }: InvitationRowsProps) {
  const withdraw = useWithdrawInvitation(organisationId)
  if (invitations.length === 0) return <p className="text-muted">No invitation is open.</p>
  return (
    <div className="space-y-3">
      <Table label="Open invitations" heads={['E-mail', 'As', 'In projects', 'Invited by', 'Ends', 'Actions']}>
        {invitations.map((invitation) => (
          <tr key={invitation.id}>
            <Cell className="min-w-36 break-all">{invitation.email}</Cell>
            <Cell>{invitation.role}</Cell>
            <Cell>{sayInProjects(invitation)}</Cell>
            <Cell>
              <Verbatim>{invitation.invited_by.name}</Verbatim>
            </Cell>
            <Cell>
              <When at={invitation.expires_at} />
            </Cell>
            <Cell>
              <Button
                look="danger"
                aria-label={`Withdraw: ${invitation.email}`}
                busy={withdraw.isPending && withdraw.variables.id === invitation.id}
                onClick={() =>
                  withdraw.mutate(invitation, {
                    onSuccess: () =>
                      done(`The invitation of ${invitation.email} is withdrawn. Its link opens nothing.`),
                  })
                }
              >
                Withdraw
              </Button>
            </Cell>
          </tr>
        ))}
      </Table>
      {withdraw.error && <Problem error={withdraw.error} />}
    </div>
  )
}
