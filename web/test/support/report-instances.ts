import { type InstanceReport, InstanceReportAnswer } from '@anvil/shared'
import { requestForge } from '@anvil/shared/api'

const AT_ONCE = 20
const APPS = ['shop', 'support-desk', 'newsletter', 'checkout', 'search', 'mobile-api'] as const

/** How some of a fleet differ from those that run what they should. */
export type InstanceOdds = (at: number) => Partial<Pick<InstanceReport, 'mode' | 'trust' | 'have' | 'ack'>> & {
  state?: InstanceReport['heartbeat']['state']
  /** What it says of itself. */
  self?: Partial<InstanceReport['instance']>
}

interface Fleet {
  url: string
  projectId: string
  accessToken: string
  count: number
  /** What those run that nothing else is said of. */
  have: InstanceReport['have']
}

/** Has so many LIVE instances tell FORGE how they stand, as an application without a socket does. */
export async function reportInstances(fleet: Fleet, odds: InstanceOdds = () => ({})): Promise<void> {
  for (let from = 0; from < fleet.count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, fleet.count - from) }, (_, at) => from + at)
    await Promise.all(some.map((at) => report(fleet, at, odds(at))))
  }
}

async function report(
  { url, projectId, accessToken, have }: Fleet,
  at: number,
  { state = 'READY', self = {}, ...odd }: ReturnType<InstanceOdds>,
): Promise<void> {
  const app = APPS[at % APPS.length] ?? 'shop'
  const id = `${app}-${at}`
  const instance = {
    id,
    app,
    host: `${app}-${100 + at}.internal`,
    pid: 1_000 + at,
    sdk: 'anvil/0.1.0',
    runtime: 'node',
    ...self,
  }
  const standing = { mode: 'accepting', have, trust: 'pinned', insecure: false, ...odd } as const
  const counters = { renders: 10 * at, errors: 0, missing: 0 }
  const heartbeat = { state, mode: standing.mode, running: standing.have, wanted: have, prompts: 12, counters }
  const body: InstanceReport = { instance, ...standing, heartbeat }
  const path = `/projects/${projectId}/instances/${id}`
  await requestForge({ url, token: accessToken }, InstanceReportAnswer, { method: 'PUT', path, body })
}
