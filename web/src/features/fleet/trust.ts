import type { Trust } from '@anvil/shared'

/** How far an instance trusts the keys it holds, in a word or two. */
export const TRUST: Record<Trust, string> = {
  pinned: 'Pinned',
  'first-use': 'On first use',
  'revoked-key': 'Revoked key',
  none: 'None',
}
