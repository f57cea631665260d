import type { Publication } from '@anvil/shared/api'
import type { ContextOverrides } from '../../src/context.js'
import { lock, type Office, openOffice, type PromptSetDesk } from './content.js'
import { accessToken, release } from './release.js'
import { type RunningForge, runningForge } from './running-forge.js'

/** A FORGE that listens, with a prompt set in production and a token for it. */
export interface LiveOffice extends Office {
  forge: RunningForge
  set: PromptSetDesk
  token: string
  tokenId: string
  first: Publication
  /** Writes, locks and publishes a new text of `welcome`. */
  publishText: (template: string) => Promise<Publication>
  /** Asks the delivery plane, with the token unless told otherwise. */
  fetch: (
    path: string,
    init?: { token?: string | null; headers?: Record<string, string>; method?: string },
  ) => Promise<Response>
}

export async function liveOffice(
  overrides: ContextOverrides = {},
  env: Record<string, string> = {},
): Promise<LiveOffice> {
  const forge = await runningForge(overrides, env)
  const office = await openOffice(forge)
  const set = await office.newSet('Onboarding')
  await set.write('welcome', 'Welcome {{name}}!')
  const publish = async () => {
    const { version } = await lock(set, office.reviewer)
    return release(office.author, office.projectId, { prompt_set_id: set.id, version })
  }
  const first = await publish()
  const { value, access_token } = await accessToken(office.author, office.projectId)
  return {
    ...office,
    forge,
    set,
    token: value,
    tokenId: access_token.id,
    first,
    publishText: async (template) => {
      await set.move({ status: 'LIVE' }).expect(200)
      await set.write('welcome', template)
      return publish()
    },
    fetch: (path, { token = value, headers = {}, method = 'GET' } = {}) =>
      fetch(`${forge.url}/api/v1${path}`, {
        method,
        headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
      }),
  }
}
