import { AuditQuery } from '@anvil/shared/api'
import { z } from 'zod'

/** Which entries of the trail are shown: those of an area, or by a person. */
export const AuditSearch = z.object({
  area: AuditQuery.shape.area.catch(undefined),
  person: AuditQuery.shape.user_id.catch(undefined),
})
export type AuditSearch = z.infer<typeof AuditSearch>
