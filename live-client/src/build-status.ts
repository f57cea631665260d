import type { Manifest, Trust as TrustWord } from '@anvil/shared'
import type { ClientCore } from './client-core.js'
import type { Running } from './receiver/running.js'
import type { AnvilStatus } from './status.js'

export interface LastError {
  code: string
  message: string
  at: string
}

/** Tells what a client runs and how it stands. */
export function buildStatus(core: ClientCore): AnvilStatus {
  const { settings, freshness, receiver, keeper } = core
  const { mode, reason, until } = core.modes.effective
  return {
    mode,
    mode_reason: reason,
    mode_until: until,
    state: core.lifecycle.state,
    project_id: settings.projectId,
    environment: settings.environment,
    ...runningStatus(receiver.running),
    last_sync: freshness.lastSync,
    age_ms: freshness.ageMs,
    connection: connectionStatus(core),
    trust: trustOf(core),
    cache: { folder: keeper.cache.folder, problem: keeper.problem },
    wanted: core.wanted,
    last_error: core.lastError,
  }
}

function runningStatus(running: Running | undefined) {
  if (!running) return { version: null, versions: {}, epoch: null, sequence: null, source: null, prompts: 0 }
  const { manifest } = running.verified
  return {
    version: versionOf(manifest),
    versions: Object.fromEntries(manifest.bundles.map(({ prompt_set, version }) => [prompt_set, version])),
    epoch: manifest.epoch,
    sequence: manifest.sequence,
    source: running.source,
    prompts: running.table.size,
  }
}

function connectionStatus({ settings, transport, freshness }: ClientCore) {
  return {
    forge_url: settings.connection?.forgeUrl ?? null,
    via: transport?.via ?? ('none' as const),
    insecure: settings.insecure,
    clock_skew_ms: freshness.clockSkewMs,
  }
}

/** The set's version where one set is published, else where the environment stands. */
function versionOf({ bundles, environment, sequence }: Manifest): string {
  const [only, another] = bundles
  return only && !another ? only.version : `${environment}#${sequence}`
}

export function trustOf(core: ClientCore): TrustWord {
  return core.hasBadKey ? 'revoked-key' : core.trust.word
}
