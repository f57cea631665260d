import type { AnvilError } from '@anvil/shared'
import type { Policy } from '@anvil/shared/api'
import { DEFAULT_POLICY, type PolicyDocument } from '@anvil/shared/policy'
import { changesFrom } from '../policy/caller-changes.js'
import { judgeContent } from '../policy/judge-content.js'
import { policyBlocker } from '../policy/policy-blocker.js'
import { getPolicy } from '../policy/policy-store.js'
import { getVersionBundle } from '../versions/version-bytes-store.js'
import type { Scene } from './publish-scene.js'
import { byPromptSet } from './running-bundles.js'
import { listVersionsEverRun, type PublishableVersion } from './version-store.js'

/**
 * Says `policy.blocked` of each version that takes variables from the callers of this environment, or asks more of them,
 * where the policy blocks that. One that the environment has run before may come back.
 */
export async function policyRefusals(
  scene: Scene,
  versions: readonly PublishableVersion[],
): Promise<(AnvilError | undefined)[]> {
  const { trx, projectId, environment, running } = scene
  const policy = await getPolicy(trx, projectId)
  if (policy.document.rules.variables.level !== 'block' || versions.length === 0) return []
  const ids = versions.map(({ version_id }) => version_id)
  const ran = await listVersionsEverRun(trx, environment.id, ids)
  const before = byPromptSet(running)
  const refusals: (AnvilError | undefined)[] = []
  for (const { version_id, prompt_set_id } of versions) {
    const runs = before.get(prompt_set_id)
    if (runs && !ran.has(version_id)) refusals.push(await refusalOf(scene, policy, { prompt_set_id, version_id, runs }))
  }
  return refusals
}

interface Move {
  prompt_set_id: string
  version_id: string
  runs: { version_id: string }
}

async function refusalOf(
  { ctx, trx, projectId, environment }: Scene,
  { number, document }: Policy,
  { prompt_set_id, version_id, runs }: Move,
): Promise<AnvilError | undefined> {
  const content = await getVersionBundle(trx, version_id)
  const changes = changesFrom(await getVersionBundle(trx, runs.version_id), content)
  const judgement = await judgeContent(
    ctx,
    trx,
    { projectId, promptSetId: prompt_set_id },
    {
      content: { snapshot: {}, includes: {} },
      problems: {},
      running: changes.map((change) => ({ environment: environment.slug, ...change })),
      policy: { number, document: onlyVariables(document) },
    },
  )
  return policyBlocker(judgement, `It can't be published to ${environment.slug}`)
}

/** All else was judged when the version was made, and holds from then on. */
function onlyVariables({ rules: { variables } }: PolicyDocument): PolicyDocument {
  return { ...DEFAULT_POLICY, rules: { ...DEFAULT_POLICY.rules, variables } }
}
