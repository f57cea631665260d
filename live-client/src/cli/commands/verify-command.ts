import { readFile } from 'node:fs/promises'
import pc from 'picocolors'
import { LIMITS, Manifest, parse } from '@anvil/shared'
import {
  type AnvilFile,
  assertUniqueIds,
  formatRootKey,
  isExpired,
  openBundle,
  openKeysets,
  openManifest,
  parseRootKey,
  parseStrict,
  readAnvilFile,
} from '@anvil/shared/bundle'
import { AnvilError } from '@anvil/shared/errors'
import { EXIT } from '@anvil/shared/exit-codes'
import { fieldsOf } from '../../fields.js'
import { type Output, writeResult } from '../output.js'

export interface VerifyFlags {
  rootKey?: string
}

/** `anvil verify`: checks a `.anvil` file without FORGE, folder or configuration; throws what it is refused with. */
export async function verifyCommand(path: string, { rootKey }: VerifyFlags, output: Output): Promise<number> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AnvilError('file.unusable', `The file ${path} can't be read. Name a .anvil file that exists.`, { cause })
  })
  const found = verify(readAnvilFile(bytes), rootKey === undefined ? undefined : parseRootKey(rootKey))
  if (rootKey === undefined)
    output.message(pc.yellow(`Trusted on first use: compare ${found.root_key} with the root key of your FORGE.`))
  if (found.key_standing === 'revoked' || found.key_standing === 'expired')
    output.message(pc.yellow(`Its signing key is ${found.key_standing} by now.`))
  if (found.expired) output.message(pc.yellow(`It expired at ${found.expires_at}: it is genuine, but may be old.`))
  const sets = found.prompt_sets.map(
    ({ prompt_set, version, prompts }) => `  ${prompt_set} ${version}: ${prompts} prompts`,
  )
  writeResult(output, found, [
    `Verified: ${found.environment} of project ${found.project_id}, sequence ${found.sequence}, epoch ${found.epoch}`,
    ...sets,
  ])
  return EXIT.ok
}

function verify(file: AnvilFile, root: string | undefined) {
  const chain = openKeysets(file.keysets, root === undefined ? 'first-use' : { root })
  const target = { forge_id: chain.forge_id, ...claimedTarget(file.manifest) }
  const verified = openManifest(file.manifest, { chain, target, activated: true })
  const { manifest, keyStanding } = verified
  const bundles = manifest.bundles.map((entry) => {
    const bytes = file.bundles.get(entry.sha256)
    if (bytes) return openBundle(bytes, entry, manifest.project_id)
    throw new AnvilError('bundle.missing', `The file names ${entry.prompt_set} ${entry.version} but does not hold it.`)
  })
  assertUniqueIds(bundles)
  const { project_id, environment, epoch, sequence, issued_at, expires_at } = manifest
  return {
    project_id,
    environment,
    epoch,
    sequence,
    issued_at,
    expires_at,
    expired: isExpired(verified, Date.now()),
    key_standing: keyStanding,
    root_key: formatRootKey(chain.root),
    trust: root === undefined ? 'first-use' : 'pinned',
    prompt_sets: bundles.map(({ prompt_set, version, snapshot }) => ({
      prompt_set,
      version,
      prompts: Object.keys(snapshot).length,
    })),
  }
}

const DOCUMENT = { maxBytes: LIMITS.envelopeBytes }

/** For whom a manifest says it is: there is no configuration to compare with, and the signature covers it. */
function claimedTarget(envelope: Uint8Array): { project_id: string; environment: string } {
  const { payload } = fieldsOf(parseStrict(envelope, DOCUMENT))
  const { project_id, environment } = parse(
    Manifest,
    parseStrict(Buffer.from(String(payload), 'base64'), DOCUMENT),
    'manifest.malformed',
  )
  return { project_id, environment }
}
