import { AnvilError, isolate } from '@anvil/shared'
import type { Actor } from '../http/actor.js'

/**
 * Says `api_key.own_work` where an API key would approve or publish what its owner's keys wrote: that takes the scope
 * `own_work` and a project that allows it. A person who signed in is judged by the approvals alone.
 */
export function ownWorkRefusal(
  actor: Actor,
  project: { name: string; keys_release_own_work: boolean },
  what: string,
): AnvilError | undefined {
  const key = actor.kind === 'user' ? actor.apiKey : undefined
  if (!key || (key.scopes.includes('own_work') && project.keys_release_own_work)) return undefined
  const missing = project.keys_release_own_work
    ? 'Use a key with the scope "own_work".'
    : `An admin of ${isolate(project.name)} can allow it in the settings, to keys with the scope "own_work".`
  return new AnvilError(
    'api_key.own_work',
    `The API key ${isolate(key.name)} may not ${what}, which a key of the same owner wrote. Let a person do it, or somebody else’s key. ${missing}`,
    { details: { needs_scope: 'own_work', keys_release_own_work: project.keys_release_own_work } },
  )
}
