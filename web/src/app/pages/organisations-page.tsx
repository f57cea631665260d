import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.js'
import { Empty } from '../../components/empty.js'
import { LinkList } from '../../components/link-list.js'
import { PageHead } from '../../components/page-head.js'
import { QueryFace } from '../../components/query-face.js'
import { organisationsQuery } from '../../features/organisations/api.js'
import { NewOrganisation } from '../../features/organisations/new-organisation.js'

/** The organisations of who is signed in; one alone is opened at once. */
export function OrganisationsPage() {
  const query = useQuery(organisationsQuery)
  const [isMaking, setMaking] = useState(false)
  const [only, ...others] = query.data ?? []
  if (only && others.length === 0 && !isMaking)
    return <Navigate to="/organisations/$organisationId" params={{ organisationId: only.id }} replace />
  const make = (
    <Button look="main" onClick={() => setMaking(true)}>
      New organisation
    </Button>
  )
  return (
    <>
      <PageHead title="Organisations">{query.data && query.data.length > 0 && make}</PageHead>
      <QueryFace query={query}>
        {(organisations) =>
          organisations.length === 0 ? (
            <Empty action={make}>You belong to no organisation yet. Make one, or let an admin add you to theirs.</Empty>
          ) : (
            <LinkList
              label="Organisations"
              items={organisations.map(({ id, name, role }) => ({
                key: id,
                link: { to: '/organisations/$organisationId', params: { organisationId: id } },
                title: name,
                detail: `You are ${role === 'member' ? 'a member' : `its ${role}`}`,
              }))}
            />
          )
        }
      </QueryFace>
      <NewOrganisation open={isMaking} onClose={() => setMaking(false)} />
    </>
  )
}
