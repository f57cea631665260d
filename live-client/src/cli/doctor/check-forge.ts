import { openKeysets } from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import type { ClientCore } from '../../client-core.js'
import type { Connection } from '../../options/settings.js'
import { previewOf } from '../../sync-client.js'
import { ForgeHttp } from '../../transport/forge-http.js'
import { checkUpgrade } from './check-upgrade.js'
import { type Finding, ok, warning, wrong } from './finding.js'

const SKEW_MS = 10 * 60_000

/** Goes the way an update goes, from the address to the socket, until something is wrong. */
export async function checkForge(core: ClientCore): Promise<Finding[]> {
  const { connection, projectId, insecure } = core.settings
  if (!connection)
    return [
      wrong('address', 'no FORGE is configured', 'Run anvil connect, or set ANVIL_FORGE_URL and ANVIL_ACCESS_TOKEN.'),
    ]
  const http = new ForgeHttp(connection, projectId)
  const findings: Finding[] = []
  try {
    const keysets = await http.fetchKeysets(0)
    findings.push(ok('address', `FORGE answers at ${connection.forgeUrl}`))
    if (insecure)
      findings.push(warning('address', 'the connection is unencrypted', 'Use https: beyond trusted networks.'))
    findings.push(checkKey(keysets, core.settings.rootKey))
    findings.push(...(await checkToken(http)))
    await previewOf(core)
    findings.push(ok('manifest', 'the newest manifest and its bundles are verified'), await checkSocket(connection))
  } catch (error) {
    findings.push(toFinding(error))
  } finally {
    http.close()
  }
  return findings
}

function checkKey(keysets: readonly Uint8Array[], rootKey: string | undefined): Finding {
  if (rootKey === undefined)
    return warning(
      'root key',
      'none is configured: the first one seen is trusted',
      'Set ANVIL_ROOT_KEY to what FORGE shows.',
    )
  openKeysets(keysets, { root: rootKey })
  return ok('root key', "FORGE's keys are those of the configured root key")
}

async function checkToken(http: ForgeHttp): Promise<Finding[]> {
  const { serverTime } = await http.fetchManifest(undefined)
  const token = ok('token', 'the access token opens the project')
  const skewMs = serverTime === undefined ? 0 : Date.now() - serverTime
  if (Math.abs(skewMs) < SKEW_MS) return [token, ok('clock', "this machine's clock agrees with FORGE's")]
  const minutes = Math.round(Math.abs(skewMs) / 60_000)
  const detail = `this machine's clock is ${minutes} minutes ${skewMs > 0 ? 'ahead of' : 'behind'} FORGE's`
  return [token, wrong('clock', detail, 'Set the clock, best by NTP: freshness is judged by it.')]
}

async function checkSocket({ forgeUrl }: Connection): Promise<Finding> {
  const why = await checkUpgrade(forgeUrl)
  if (why === undefined) return ok('socket', 'FORGE takes sockets, so pushes arrive at once')
  const fix = 'Let the proxy pass Upgrade for /api/v1/live. Until then updates come by pulling, within minutes.'
  return warning('socket', `no socket can be opened: ${why}`, fix)
}

const CHECKS: readonly [RegExp, string, string][] = [
  [/^token\.wrong_project/, 'token', 'Set ANVIL_PROJECT_ID and ANVIL_ACCESS_TOKEN to those of one project.'],
  [/^(token|auth)\./, 'token', 'Make a new access token in FORGE and run anvil connect.'],
  [
    /^keyset\./,
    'root key',
    'Compare ANVIL_ROOT_KEY and the address with what FORGE shows; do not go on if they differ.',
  ],
  [/^client\.too_old/, 'client', 'Update @anvil/live-client: FORGE asks for a newer one.'],
  [
    /^manifest\.(rollback|equivocation)/,
    'manifest',
    'FORGE may be restored from a backup: its operator runs anvil-forge repair-sequence.',
  ],
  [
    /^(manifest|bundle)\./,
    'manifest',
    'Something between here and FORGE alters what it sends, or the project is another one.',
  ],
  [/^network\.|^forge\./, 'address', 'Check the address, the network, the proxy and that FORGE runs.'],
]

const CERTIFICATE = /certificate|self-signed|CERT_|altnames|SSL|TLS|EPROTO/i

function toFinding(error: unknown): Finding {
  if (!(error instanceof AnvilError)) throw error
  if (error.code === 'network.unreachable' && CERTIFICATE.test(error.message))
    return wrong('tls', error.message, 'Give Node the authority by NODE_EXTRA_CA_CERTS, or mend the certificate.')
  const [, check, fix] = CHECKS.find(([codes]) => codes.test(error.code)) ?? [undefined, 'FORGE', 'Look into its log.']
  return wrong(check, `${error.message} (${error.code})`, fix)
}
