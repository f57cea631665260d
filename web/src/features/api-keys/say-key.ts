import { type ApiKeyScope, isolate } from '@anvil/shared'
import type { ApiKey } from '@anvil/shared/api'
import { CircleCheck, CircleSlash, Hourglass } from 'lucide-react'
import type { MarkLook } from '../../components/mark.js'

/** What a key may be made for beside reading, as somebody chooses it. */
export const SCOPE_CHOICES: readonly { value: ApiKeyScope; name: string; detail: string }[] = [
  { value: 'draft', name: 'draft', detail: 'writes drafts, imports, asks for reviews and comments' },
  { value: 'approve', name: 'approve', detail: 'approves and locks versions' },
  { value: 'publish', name: 'publish', detail: 'publishes, rolls back and asks to sync' },
  {
    value: 'manage',
    name: 'manage',
    detail: 'changes settings, environments and access tokens, but neither the policy nor what a release needs',
  },
  {
    value: 'own_work',
    name: 'own_work',
    detail: 'approves and publishes also what your own keys wrote, where the project allows it',
  },
]

/** The scopes of a key in words; every key reads. */
export const sayScopes = (scopes: readonly ApiKeyScope[]): string => ['read', ...scopes].join(', ')

const LOOKS = {
  active: { tone: 'good', icon: CircleCheck, word: 'active' },
  expired: { tone: 'warn', icon: Hourglass, word: 'expired' },
  revoked: { tone: 'quiet', icon: CircleSlash, word: 'revoked' },
} as const satisfies Record<string, MarkLook>

/** How a key stands at a time. */
export function lookOfKey({ revoked_at, expires_at }: Pick<ApiKey, 'revoked_at' | 'expires_at'>, now: Date): MarkLook {
  if (revoked_at !== null) return LOOKS.revoked
  return expires_at !== null && Date.parse(expires_at) <= now.getTime() ? LOOKS.expired : LOOKS.active
}

/** Where an admin ended what a key may do. */
export const sayRevokedIn = (organisations: ApiKey['revoked_in']): string =>
  `An admin revoked it in ${organisations.map(({ name }) => isolate(name)).join(', ')}.`

/** A line that asks FORGE something by a key. */
export const curlLine = (forgeUrl: string, value: string): string =>
  `curl -H 'Authorization: Bearer ${value}' '${forgeUrl}/api/v1/organisations'`
