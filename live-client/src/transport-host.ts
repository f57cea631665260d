import { hostname } from 'node:os'
import { trustOf } from './build-status.js'
import type { ClientCore } from './client-core.js'
import { positionOf } from './receiver/running.js'
import { SDK } from './sdk.js'
import type { TransportHost } from './transport/transport.js'

/** What a transport is given to work with: the core's door, and what the instance says of itself. */
export function transportHost(core: ClientCore): TransportHost {
  return {
    offer: (arrived) => core.receiver.offer(arrived),
    adoptKeysets: (envelopes) => core.adoptKeysets(envelopes),
    newestKeyset: () => core.trust.newest,
    knownEnvelope: () => core.receiver.knownEnvelope,
    onContact: (serverTime) => core.noteContact(serverTime),
    onFailure: (error) => core.noteError(error),
    handshake: async () => ({
      instance: { ...(await describe(core)), labels: core.settings.labels },
      mode: core.modes.effective.mode,
      have: runningOf(core),
      trust: trustOf(core),
      insecure: core.settings.insecure,
    }),
    heartbeat: () => ({
      state: core.lifecycle.state,
      mode: core.modes.effective.mode,
      running: runningOf(core),
      wanted: core.wanted,
      prompts: core.prompts.table?.size ?? 0,
      counters: core.prompts.counters.take(),
    }),
  }
}

async function describe(core: ClientCore) {
  const id = (await core.keeper.attempt((cache) => cache.instanceId())) ?? core.spareId
  const { app } = core.settings
  return { id, app, host: hostname().slice(0, 256), pid: process.pid, sdk: SDK, runtime: `node ${process.version}` }
}

function runningOf({ receiver }: ClientCore) {
  return receiver.running ? positionOf(receiver.running.verified) : null
}
