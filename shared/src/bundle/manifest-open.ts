import { AnvilError } from '../errors.js'
import type { Manifest } from '../protocol/documents.js'
import { manifestContentDigest } from './content-digest.js'
import { readEnvelope } from './envelope-read.js'
import { verifiedSigners } from './envelope-signature.js'
import type { KeysetChain } from './keyset-chain.js'
import { readManifest } from './manifest-document.js'
import { findSigningKey, keyRefusal, type KeyStanding, keyStanding } from './manifest-key.js'
import { MANIFEST_DOCUMENT } from './signed-document.js'

/** Whose manifests an instance takes. */
export interface ManifestTarget {
  forge_id: string
  project_id: string
  environment: string
}

/** What a manifest is judged by. `activated` says that this instance runs it already and only loads it again: then a key
 * that was revoked since, or an epoch that was raised since, does not refuse it. */
export interface ManifestTrust {
  chain: KeysetChain
  target: ManifestTarget
  activated?: boolean
}

/** A manifest whose signature, key, target and epoch were verified; its place in the order is not judged yet. */
export interface VerifiedManifest {
  manifest: Manifest
  envelope: Uint8Array
  contentDigest: string
  keyId: string
  keyStanding: KeyStanding
}

/** Verifies a manifest: size, signature, key, strict parse, target, epoch, in this order. `admitManifest` judges the rest. */
export function openManifest(envelope: Uint8Array, trust: ManifestTrust): VerifiedManifest {
  const { chain } = trust
  const opened = openSigned(envelope, chain)
  const { manifest, keyId } = opened
  if (opened.keyStanding !== 'current' && !trust.activated) throw keyRefusal(opened.keyStanding, chain, keyId)
  checkTarget(manifest, trust)
  checkEpoch(manifest, trust)
  return { ...opened, envelope, contentDigest: manifestContentDigest(manifest) }
}

/** Whether the chain may lack keysets that decide about this manifest: its key is unknown, or it names a newer keyset. */
export function needsNewerKeysets(envelope: Uint8Array, chain: KeysetChain): boolean {
  try {
    const { manifest, keyStanding } = openSigned(envelope, chain)
    return keyStanding === 'retired' || manifest.keyset > chain.newest.number || manifest.epoch > chain.newest.epoch
  } catch (error) {
    return error instanceof AnvilError && error.code === 'manifest.unknown_key'
  }
}

function openSigned(bytes: Uint8Array, chain: KeysetChain) {
  const envelope = readEnvelope(bytes, MANIFEST_DOCUMENT)
  const [keyId, another] = envelope.signatures.keys()
  if (keyId === undefined || another !== undefined) {
    throw new AnvilError(
      'manifest.malformed',
      'A manifest carries exactly one signature; this one was altered on the way.',
    )
  }
  const key = findSigningKey(chain, keyId)
  verifiedSigners(envelope, MANIFEST_DOCUMENT, [key])
  const manifest = readManifest(envelope.payload)
  return { manifest, keyId, keyStanding: keyStanding(chain, key, manifest) }
}

function checkTarget(manifest: Manifest, { chain, target }: ManifestTrust): void {
  const wrong = (['forge_id', 'project_id', 'environment'] as const).find((name) => manifest[name] !== target[name])
  const name = wrong ?? (manifest.forge_id === chain.forge_id ? undefined : 'forge_id')
  if (!name) return
  throw new AnvilError(
    'manifest.wrong_target',
    `The manifest is for the ${name} ${manifest[name]}, not for this instance's. It was meant for another one.`,
    { details: { field: name, expected: target[name], got: manifest[name] } },
  )
}

function checkEpoch(manifest: Manifest, { chain, activated }: ManifestTrust): void {
  const { epoch } = chain.newest
  if (manifest.epoch === epoch || (activated === true && manifest.epoch < epoch)) return
  throw new AnvilError(
    'manifest.wrong_epoch',
    `The manifest is of epoch ${manifest.epoch}; keyset ${chain.newest.number} says that epoch ${epoch} is in force.`,
    { details: { expected: epoch, got: manifest.epoch } },
  )
}
