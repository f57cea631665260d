import { basename } from 'node:path'
import { AnvilError } from '@anvil/shared/errors'
import type { AnvilOptions } from './client-options.js'
import { clipText } from './clip-text.js'
import { findConfigFile } from './options/find-config-file.js'
import { findConnection } from './options/find-connection.js'
import { forgeAddress } from './options/forge-address.js'
import { OptionFinder } from './options/option-finder.js'
import { folder, labels, matching, oneOf, text, wholeNumber } from './options/readers.js'
import type { Settings } from './options/settings.js'
import { stderrLogger } from './logger.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const KNOWN = new Set(
  (
    'forgeUrl projectId accessToken environment rootKey mode cacheDir instance transport syncIntervalMs ' +
    'port receiverUrl readyTimeoutMs bootstrap onMissing staleAfterMs history allowInsecure'
  ).split(' '),
)
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const ROOT_KEY = /^ed25519:[A-Za-z0-9_-]{43}$/

/** What a caller needs: a client needs FORGE, some commands work on the folder alone. */
export type Need = 'connection' | 'folder'

/** Finds, checks and completes the options of a client; throws `config.invalid` that lists every mistake. */
export async function resolveOptions(
  given: AnvilOptions,
  need: Need = 'connection',
  env: NodeJS.ProcessEnv = process.env,
): Promise<Settings> {
  const file = await findConfigFile(given.configFile ?? (env['ANVIL_CONFIG'] || undefined))
  const find = new OptionFinder(given, env, file)
  for (const name of Object.keys(file.values))
    if (!KNOWN.has(name)) find.mistakes.push(`${name} in ${file.name ?? 'the file'} is no option of the client`)
  const settings = readSettings(find, need, given)
  if (find.mistakes.length === 0) return settings
  throw new AnvilError(
    'config.invalid',
    `The client can't start with this configuration: ${find.mistakes.join('; ')}.${adviceFor(find.mistakes)}`,
    {
      details: { problems: find.mistakes },
    },
  )
}

/** Somebody who has set nothing yet does not know where to find it. */
function adviceFor(mistakes: readonly string[]): string {
  if (!mistakes.some((mistake) => mistake.includes('is missing'))) return ''
  return ' FORGE hands out all values on the page of the project that connects an application.'
}

function readSettings(find: OptionFinder, need: Need, given: AnvilOptions): Settings {
  const uuid = matching(UUID, 'the UUID of a project')
  const projectId = find.take('projectId', 'ANVIL_PROJECT_ID', uuid, '').toLowerCase()
  const root = matching(ROOT_KEY, '"ed25519:" and a public key of 43 characters')
  if (projectId === '' && find.mistakes.length === 0)
    find.mistakes.push('projectId is missing: set ANVIL_PROJECT_ID or the option projectId')
  return {
    projectId,
    ...findConnection(find, need),
    rootKey: find.take<string | undefined>('rootKey', 'ANVIL_ROOT_KEY', root, undefined)?.slice('ed25519:'.length),
    mode: find.take('mode', 'ANVIL_MODE', oneOf('accepting', 'frozen'), 'accepting'),
    modeSetBy: find.origin('mode', 'ANVIL_MODE'),
    cacheDir: find.take('cacheDir', 'ANVIL_CACHE_DIR', folder, '.anvil-cache'),
    app: clipText(find.take('instance.app', 'ANVIL_APP', text, basename(process.cwd())), 256),
    labels: find.take('instance.labels', 'ANVIL_LABELS', labels, {}),
    transport: find.take('transport', 'ANVIL_TRANSPORT', oneOf('auto', 'pull'), 'auto'),
    port: find.take<number | undefined>('port', 'ANVIL_PORT', wholeNumber(1, 65_535), undefined),
    receiverUrl: find.take<string | undefined>('receiverUrl', 'ANVIL_RECEIVER_URL', forgeAddress, undefined),
    bootstrap: find.take<string | undefined>('bootstrap', 'ANVIL_BOOTSTRAP', text, undefined),
    onMissing: find.take('onMissing', 'ANVIL_ON_MISSING', oneOf('throw', 'warn', 'empty'), 'throw'),
    ...readDurations(find),
    history: find.take('history', 'ANVIL_HISTORY', wholeNumber(1, 100), 3),
    logger: given.logger ?? stderrLogger,
  }
}

function readDurations(find: OptionFinder): Pick<Settings, 'syncIntervalMs' | 'readyTimeoutMs' | 'staleAfterMs'> {
  return {
    syncIntervalMs: find.take('syncIntervalMs', 'ANVIL_SYNC_INTERVAL_MS', wholeNumber(100, DAY_MS), 300_000),
    readyTimeoutMs: find.take('readyTimeoutMs', 'ANVIL_READY_TIMEOUT_MS', wholeNumber(0, HOUR_MS), 5_000),
    staleAfterMs: find.take('staleAfterMs', 'ANVIL_STALE_AFTER_MS', wholeNumber(100, 365 * DAY_MS), HOUR_MS),
  }
}
