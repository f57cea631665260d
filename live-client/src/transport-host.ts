import { hostname } from 'node:os'
import { trustOf } from './build-status.js'
import type { ClientCore } from './client-core.js'
import { clipText } from './clip-text.js'
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
    onAhead: () => core.prover.prove(),
    handshake: async () => ({
      instance: { ...(await describe(core)), labels: core.settings.labels },
      mode: core.modes.effective.mode,
      have: runningOf(core),
      trust: trustOf(core),
      insecure: core.settings.insecure,
      ...(core.settings.receiverUrl === undefined ? {} : { receiver_url: core.settings.receiverUrl }),
    }),
    heartbeat: () => ({
      state: core.lifecycle.state,
      mode: core.modes.effective.mode,
      trust: trustOf(core),
      running: runningOf(core),
      wanted: core.wanted,
      prompts: core.prompts.table?.size ?? 0,
      counters: core.prompts.counters.take(),
    }),
  }
}

/** This instance's name: its folder's, or a random one where there is none. */
export async function instanceIdOf(core: ClientCore): Promise<string> {
  return (await core.keeper.attempt('record', (cache) => cache.instanceId())) ?? core.spareId
}

async function describe(core: ClientCore) {
  const id = await instanceIdOf(core)
  const { app } = core.settings
  return { id, app, host: clipText(hostname(), 256), pid: process.pid, sdk: SDK, runtime: `node ${process.version}` }
}

function runningOf({ receiver }: ClientCore) {
  return receiver.running ? positionOf(receiver.running.verified) : null
}
