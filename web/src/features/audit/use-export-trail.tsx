import { missingOrganisationRight } from '@anvil/shared'
import type { OwnOrganisation } from '@anvil/shared/api'
import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Button } from '../../components/button.js'
import { saveTrail } from './api.js'
import type { AuditSearch } from './audit-search.js'

/** Saves the signed trail of the whole organisation, or of the days that are chosen; only its admins may. */
export function useExportTrail(organisation: OwnOrganisation | undefined, { from, to }: AuditSearch) {
  const save = useMutation({ mutationFn: (id: string) => saveTrail(id, { from, to }) })
  const isPart = from !== undefined || to !== undefined
  const button = organisation && (
    <Button
      because={missingOrganisationRight(organisation, 'organisation.audit')}
      busy={save.isPending}
      onClick={() => save.mutate(organisation.id)}
    >
      <Download aria-hidden="true" className="size-4" />
      {isPart ? 'Export these days of the organisation' : 'Export the organisation’s trail'}
    </Button>
  )
  return { button, error: save.error }
}
