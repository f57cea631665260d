import { missingOrganisationRight } from '@anvil/shared'
import type { Member, OwnOrganisation } from '@anvil/shared/api'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { BackLink } from '../../components/back-link.js'
import { Button } from '../../components/button.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { Section } from '../../components/section.js'
import { useNewDialog } from '../../components/use-new-dialog.js'
import { invitationsQuery, membersQuery } from '../../features/members/api.js'
import { ChangeMember } from '../../features/members/change-member.js'
import { MemberKeys } from '../../features/api-keys/member-keys.js'
import { InvitationRows } from '../../features/members/invitation-rows.js'
import { InviteMember } from '../../features/members/invite-member.js'
import { MemberRows } from '../../features/members/member-rows.js'
import { RemoveMember } from '../../features/members/remove-member.js'
import { organisationQuery } from '../../features/organisations/api.js'
import { useSession } from '../../lib/use-session.js'

const route = getRouteApi('/inside/organisations/$organisationId/members')

/** Who belongs to an organisation, what each is, and who is invited. */
export function OrganisationMembersPage() {
  const { organisationId } = route.useParams()
  const organisation = useQuery(organisationQuery(organisationId))
  return (
    <>
      {organisation.data === undefined && <PageHead title="Members" />}
      <QueryFace query={organisation}>{(found) => <Found organisation={found} />}</QueryFace>
    </>
  )
}

function Found({ organisation }: { organisation: OwnOrganisation }) {
  const { id: organisationId, name, role: own } = organisation
  const inviting = useNewDialog(route.useSearch())
  const because = missingOrganisationRight(organisation, 'organisation.members')
  return (
    <>
      <BackLink to="/organisations/$organisationId" params={{ organisationId }}>
        {name}
      </BackLink>
      <PageHead title="Members">
        <Button look="main" because={because} onClick={inviting.open}>
          Invite …
        </Button>
      </PageHead>
      <div className="space-y-8">
        <People organisation={organisation} />
        {because === undefined && <Invited organisationId={organisationId} />}
        <Section title="API keys of members">
          {because === undefined ? (
            <MemberKeys organisation={organisation} />
          ) : (
            <p className="text-muted">Only an owner or admin of {name} sees and revokes them.</p>
          )}
        </Section>
      </div>
      {inviting.isOpen && because === undefined && (
        <InviteMember organisationId={organisationId} own={own} onClose={inviting.close} />
      )}
    </>
  )
}

function People({ organisation }: { organisation: OwnOrganisation }) {
  const members = useQuery(membersQuery(organisation.id))
  const userId = useSession()?.user.id
  const [asks, ask] = useState<{ about: Member; isRemoval: boolean }>()
  const close = () => ask(undefined)
  return (
    <>
      <QueryFace query={members}>
        {(list) => (
          <MemberRows
            organisation={organisation}
            members={list}
            onChange={(about) => ask({ about, isRemoval: false })}
            onRemove={(about) => ask({ about, isRemoval: true })}
          />
        )}
      </QueryFace>
      {asks?.isRemoval === true && (
        <RemoveMember
          organisation={organisation}
          member={asks.about}
          isOwn={asks.about.user_id === userId}
          onClose={close}
        />
      )}
      {asks?.isRemoval === false && (
        <ChangeMember organisationId={organisation.id} own={organisation.role} member={asks.about} onClose={close} />
      )}
    </>
  )
}

function Invited({ organisationId }: { organisationId: string }) {
  const invitations = useQuery(invitationsQuery(organisationId))
  return (
    <Section title="Invitations">
      <QueryFace query={invitations} lines={2}>
        {(list) => <InvitationRows organisationId={organisationId} invitations={list} />}
      </QueryFace>
    </Section>
  )
}
