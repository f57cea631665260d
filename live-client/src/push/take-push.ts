import type { PushRequest } from '@anvil/shared'
import { canonicalBytes, sha256Hex } from '@anvil/shared/bundle'
import { AnvilError, type ErrorResponse } from '@anvil/shared/errors'
import type { Ack } from '@anvil/shared'
import type { ClientCore } from '../client-core.js'
import type { Outcome } from '../receiver/arrived.js'
import { isPassing } from '../transport/pull-loop.js'

/** A push's answer as it is sent. */
export interface PushResult {
  status: number
  body: { ack: Ack | null } & Partial<ErrorResponse>
}

/** Offers what a push brought to the client, and says what became of it. Throws what refuses it unseen. */
export async function takePush(core: ClientCore, push: PushRequest): Promise<PushResult> {
  if (push.project_id !== core.settings.projectId)
    throw new AnvilError('manifest.wrong_target', 'This push is for another project than this instance runs.')
  if (push.keysets) core.adoptKeysets(push.keysets.map((keyset) => canonicalBytes(keyset)))
  const envelope = canonicalBytes(push.manifest)
  const beside = besideOf(push)
  const serverTime = Date.parse(push.pushed_at) || undefined
  const outcome = await core.receiver.offer({
    envelope,
    source: 'push',
    serverTime,
    byPerson: false,
    beside,
    spreadMs: 0,
  })
  core.transport?.tell()
  return resultOf(outcome, () => missingOf(core, envelope, beside))
}

type Beside = ReadonlyMap<string, () => Promise<Uint8Array>>

function besideOf({ bundle, bundles = [] }: PushRequest): Beside {
  const sent = bundle === undefined ? bundles : [bundle, ...bundles]
  return new Map(
    sent.map((value) => {
      const bytes = canonicalBytes(value)
      return [sha256Hex(bytes), async () => bytes]
    }),
  )
}

function resultOf(
  { ack = null, error }: Outcome | { ack: null; error: AnvilError },
  missing: () => string[],
): PushResult {
  if (!error && ack?.result === 'frozen') {
    const frozen = new AnvilError('client.frozen', 'This instance is frozen. A person there takes it by anvil sync.')
    return { status: 409, body: { ack, ...frozen.toJSON() } }
  }
  if (!error) return { status: 200, body: { ack } }
  if (!isPassing(error) || !ack) return { status: error.status, body: { ack, ...error.toJSON() } }
  const absent = new AnvilError('bundle.missing', `${error.message} Send the bundles that are listed.`, {
    details: { missing: missing() },
  })
  return { status: 422, body: { ack, ...absent.toJSON() } }
}

/** What this instance has not, of what a verified manifest names. */
function missingOf(core: ClientCore, envelope: Uint8Array, beside: Beside): string[] {
  const { manifest } = core.trust.verify(envelope, true)
  const running = new Set(core.prompts.table?.bundles.map(({ sha256 }) => sha256))
  return manifest.bundles.map(({ sha256 }) => sha256).filter((sha256) => !running.has(sha256) && !beside.has(sha256))
}
