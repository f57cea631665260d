import { AuditQuery } from '@anvil/shared/api'
import { z } from 'zod'

const { area, user_id, action, from, to } = AuditQuery.shape

/** Which entries of the trail are shown: those of an area, by a person, of an action, of a time. */
export const AuditSearch = z.object({
  area: area.catch(undefined),
  person: user_id.catch(undefined),
  action: action.catch(undefined),
  from: from.catch(undefined),
  to: to.catch(undefined),
})
export type AuditSearch = z.infer<typeof AuditSearch>
