/**
 * The guards that tests must notice when they are gone: `from` stands in `file` exactly once, `to` takes its place, and
 * at least one test below `tests` must then fail.
 */
export const GUARDS = [
  {
    name: 'a signature that is not by the key it names',
    file: 'shared/src/bundle/envelope-signature.ts',
    from: '!isSignedBy(signed, signature, key.public_key)',
    to: 'false',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'a manifest of another project, environment or FORGE',
    file: 'shared/src/bundle/manifest-open.ts',
    from: 'checkTarget(manifest, trust)',
    to: '',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'a manifest of another epoch',
    file: 'shared/src/bundle/manifest-open.ts',
    from: 'checkEpoch(manifest, trust)',
    to: '',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'a candidate under a revoked key',
    file: 'shared/src/bundle/manifest-key.ts',
    from: "if (chain.newest.revoked.includes(key.id)) return 'revoked'",
    to: '',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'a key past its time',
    file: 'shared/src/bundle/manifest-key.ts',
    from: 'Date.parse(manifest.issued_at) > Date.parse(key.not_after)',
    to: 'false',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'an older manifest',
    file: 'shared/src/bundle/manifest-floor.ts',
    from: 'if (order < 0) throw',
    to: 'if (order < -1_000_000) throw',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'two manifests at one place',
    file: 'shared/src/bundle/manifest-floor.ts',
    from: 'if (verified.contentDigest !== floor.content_digest) throw',
    to: 'if (verified.contentDigest === undefined) throw',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'an expired manifest where there is no floor',
    file: 'shared/src/bundle/manifest-admit.ts',
    from: 'isExpired(verified, admission.now)) {',
    to: 'false) {',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'a bundle whose bytes have another digest',
    file: 'shared/src/bundle/bundle-open.ts',
    from: 'if (digest !== entry.sha256) {',
    to: 'if (digest === undefined) {',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'a prompt id in two bundles',
    file: 'shared/src/bundle/unique-ids.ts',
    from: 'if (other !== undefined) {',
    to: 'if (other === null) {',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'a keyset that the old root did not sign',
    file: 'shared/src/bundle/keyset-link.ts',
    from: '.size === 0) {\n    throw notSigned(`no root key of keyset',
    to: '.size < 0) {\n    throw notSigned(`no root key of keyset',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'a gzip bomb',
    file: 'shared/src/bundle/gunzip.ts',
    from: 'if (size <= maxBytes) done',
    to: 'if (size >= 0) done',
    tests: ['shared/src/bundle'],
  },
  {
    name: 'doubled keys in a document',
    file: 'shared/src/bundle/strict-json.ts',
    from: 'countWrittenMembers(text) !== shape.members',
    to: 'false',
    tests: ['shared/src/bundle'],
  },
]
