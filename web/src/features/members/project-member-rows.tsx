import { isolate } from '@anvil/shared'
import type { ProjectMember } from '@anvil/shared/api'
import { Button } from '../../components/button.js'
import { Cell, Table } from '../../components/table.js'
import { Who } from './member-rows.js'
import { sayInProjects } from './say-roles.js'

interface ProjectMemberRowsProps {
  members: readonly ProjectMember[]
  /** Why no role can be changed here. */
  because: string | undefined
  onChange: (member: ProjectMember) => void
}

/** Everybody in a project, what they are there, and who says so. */
export function ProjectMemberRows({ members, because, onChange }: ProjectMemberRowsProps) {
  return (
    <Table label="Members of the project" heads={['Name', 'Roles here', 'Said by', 'Actions']}>
      {members.map((member) => (
        <tr key={member.user_id}>
          <Who name={member.name} email={member.email} />
          <Cell>{sayInProjects(member)}</Cell>
          <Cell>{member.inherited ? 'the organisation' : 'this project'}</Cell>
          <Cell>
            <Button
              className="whitespace-nowrap"
              because={because ?? whyAll(member)}
              aria-label={`Change roles: ${member.name}`}
              onClick={() => onChange(member)}
            >
              Change roles
            </Button>
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

const whyAll = ({ name, role }: ProjectMember): string | undefined =>
  role === 'member'
    ? undefined
    : `${isolate(name)} is ${role} of the organisation and has every role in its projects. Make them a member there first.`
