import { EnvironmentHead, ForgeInfo, KeysetChain, type PromptSet, type Version } from '@anvil/shared/api'
import { request } from '../../lib/forge.js'
import { fetchBundle } from '../versions/api.js'
import type { Evidence } from './check-version.js'

/** Reads anew from FORGE all that a version is checked by; nothing that the page has already is taken. */
export async function fetchEvidence(
  { project_id: projectId, id: promptSetId }: PromptSet,
  version: Version,
  environments: readonly string[],
): Promise<Evidence> {
  const [bundle, info, { keysets }, ...heads] = await Promise.all([
    fetchBundle({ projectId, promptSetId }, version.version),
    request(ForgeInfo, '/forge'),
    request(KeysetChain, '/keyset?from=0'),
    ...environments.map((slug) => request(EnvironmentHead, `/projects/${projectId}/environments/${slug}/head`)),
  ])
  const common = { projectId, keysets, rootKey: info.root_key }
  const proofs = heads.map(({ environment, envelope }) => ({ ...common, environment, envelope }))
  return { subtle: window.isSecureContext ? crypto.subtle : undefined, version, bundle, proofs, projectId }
}
