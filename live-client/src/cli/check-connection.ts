import { formatRootKey, openKeysets, parseRootKey } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import { resolveOptions } from '../options.js'
import { ForgeHttp } from '../transport/forge-http.js'

/** What is needed to connect an application. */
export interface Answers {
  forgeUrl: string
  projectId: string
  accessToken: string
  rootKey: string | undefined
}

/** Checks step by step that FORGE answers, is the one that is meant, and lets this token in; throws what fails first. */
export async function checkConnection(
  answers: Answers,
  onStep: (what: string) => void,
): Promise<{ rootKey: string; isFirstUse: boolean }> {
  const { connection, projectId } = await resolveOptions({ ...answers, cacheDir: false }, 'connection', {})
  if (!connection)
    throw new AnvilError('config.invalid', 'Without an address and an access token nothing can be checked.')
  const http = new ForgeHttp(connection, projectId)
  try {
    const keysets = await http.fetchKeysets(0)
    onStep(`FORGE answers at ${connection.forgeUrl}`)
    const root = answers.rootKey === undefined ? undefined : parseRootKey(answers.rootKey)
    const chain = openKeysets(keysets, root === undefined ? 'first-use' : { root })
    onStep(`its keys are ${root === undefined ? 'whole' : 'those of the root key'} (keyset ${chain.newest.number})`)
    await http.fetchManifest(undefined)
    onStep('the access token opens the project')
    return { rootKey: formatRootKey(root ?? chain.root), isFirstUse: root === undefined }
  } finally {
    http.close()
  }
}
