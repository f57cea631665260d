import { forgeAddress, isInsecure } from './forge-address.js'
import type { OptionFinder } from './option-finder.js'
import { flag, matching } from './readers.js'
import type { Settings } from './settings.js'

const TOKEN = /^anv_[a-z0-9]+(?:-[a-z0-9]+)*_[0-9A-Za-z]+_[0-9A-Za-z]+_[0-9A-Za-z]+$/
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

type Found = Pick<Settings, 'connection' | 'environment' | 'insecure'>

/** Reads how FORGE is reached, and for which environment: the access token names it. */
export function findConnection(find: OptionFinder, need: 'connection' | 'folder'): Found {
  const before = find.mistakes.length
  const forgeUrl = find.take('forgeUrl', 'ANVIL_FORGE_URL', forgeAddress, '')
  const token = matching(TOKEN, 'an access token as FORGE hands it out (anv_<environment>_…)')
  const accessToken = find.take('accessToken', 'ANVIL_ACCESS_TOKEN', token, '')
  const slug = matching(SLUG, 'the slug of an environment, such as production')
  const named = find.take('environment', 'ANVIL_ENVIRONMENT', slug, '')
  const insecure = checkSecurity(find, forgeUrl)

  const told = accessToken.split('_')[1] ?? ''
  const environment = named || told
  const values = { forgeUrl, accessToken, environment }
  if (find.mistakes.length === before) find.mistakes.push(...missingOf(values, NEEDED[need]))
  if (told !== '' && told !== environment)
    find.mistakes.push(`environment is ${named}, but the access token is one of ${told}`)
  const connection = forgeUrl !== '' && accessToken !== '' ? { forgeUrl, accessToken } : undefined
  return { connection, environment, insecure }
}

const NEEDED = { connection: ['forgeUrl', 'accessToken'], folder: ['environment'] } as const

const ENV = {
  forgeUrl: 'ANVIL_FORGE_URL',
  accessToken: 'ANVIL_ACCESS_TOKEN',
  environment: 'ANVIL_ACCESS_TOKEN, ANVIL_ENVIRONMENT',
}

function missingOf(values: Record<keyof typeof ENV, string>, needed: readonly (keyof typeof ENV)[]): string[] {
  return needed
    .filter((name) => values[name] === '')
    .map((name) => `${name} is missing: set ${ENV[name]} or the option ${name}`)
}

function checkSecurity(find: OptionFinder, forgeUrl: string): boolean {
  const allowed = find.take('allowInsecure', 'ANVIL_ALLOW_INSECURE', flag, false)
  const insecure = forgeUrl !== '' && isInsecure(forgeUrl)
  if (insecure && !allowed)
    find.mistakes.push(
      'forgeUrl is unencrypted and names another host: use https:, or set allowInsecure if the network is trusted',
    )
  return insecure
}
