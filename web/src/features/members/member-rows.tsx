import { missingOrganisationRight } from '@anvil/shared'
import type { Member, OwnOrganisation } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Cell, Table } from '../../components/table.js'
import { useSession } from '../../lib/use-session.js'
import { sayInProjects } from './say-roles.js'

interface MemberRowsProps {
  organisation: OwnOrganisation
  members: readonly Member[]
  onChange: (member: Member) => void
  onRemove: (member: Member) => void
}

/** The people of an organisation, what each is, and what can be done about it. */
export function MemberRows({ members, ...more }: MemberRowsProps) {
  const isOnlyOwner = members.filter(({ role }) => role === 'owner').length === 1
  return (
    <Table label="Members" heads={['Name', 'In the organisation', 'In its projects', 'Actions']}>
      {members.map((member) => (
        <tr key={member.user_id}>
          <Who name={member.name} email={member.email} />
          <Cell>{member.role}</Cell>
          <Cell>{sayInProjects(member)}</Cell>
          <Cell>
            <Actions member={member} isLast={isOnlyOwner && member.role === 'owner'} {...more} />
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

/** Somebody by name and address. */
export function Who({ name, email }: { name: string; email: string }) {
  return (
    <Cell className="min-w-36">
      <span className="block font-medium wrap-anywhere">{name}</span>
      <span className="block break-all text-muted">{email}</span>
    </Cell>
  )
}

type ActionsProps = Omit<MemberRowsProps, 'members'> & { member: Member; isLast: boolean }

function Actions({ organisation, member, isLast, onChange, onRemove }: ActionsProps) {
  const isOwn = useSession()?.user.id === member.user_id
  const right = member.role === 'owner' ? 'organisation.owners' : 'organisation.members'
  const last = isLast ? 'The last owner stays one. Make somebody else an owner first.' : undefined
  const missing = missingOrganisationRight(organisation, right)
  const verb = isOwn ? 'Leave' : 'Remove'
  return (
    <div className="flex gap-1 whitespace-nowrap">
      <Button because={missing ?? last} aria-label={`Change roles: ${member.name}`} onClick={() => onChange(member)}>
        Change roles
      </Button>
      <Button
        look="danger"
        because={(isOwn ? undefined : missing) ?? last}
        aria-label={`${verb}: ${member.name}`}
        onClick={() => onRemove(member)}
      >
        {verb}
      </Button>
    </div>
  )
}
