import { canonicalBytes, contentDigest, sha256Hex } from '../../src/bundle/index.js'
import type { Bundle } from '../../src/protocol/documents.js'
import { aBundle, PROJECT_ID, requiredString, textPrompt } from '../../src/testing/index.js'
import { base64, type Vector, type VectorFile } from './vector-file.js'

const simple = aBundle()
const from = { prompt_set_id: '11111111-1111-4111-8111-111111111111', version: '1.2.0', sha256: 'a'.repeat(64) }
const rich = aBundle({
  snapshot: {
    'support.reply': {
      kind: 'chat',
      messages: [
        { role: 'system', template: '{{> shared.tone}}\nYou help {{customer.name}}.' },
        { role: 'user', template: '{{#questions}}- {{.}}\n{{/questions}}' },
      ],
      delimiters: null,
      variables: {
        customer: { type: 'object', required: true, default: null, description: 'who asks' },
        questions: { type: 'list', required: false, default: [], description: '' },
        style: { type: 'enum', required: false, default: 'short', description: '', values: ['short', 'long'] },
      },
      metadata: { temperature: 0.7, tags: ['hot', 'é', '日本'] },
    },
    'code.review': {
      ...textPrompt('Keep {{code here}} as it is, <% name %>.\u2028😀'),
      delimiters: ['<%', '%>'],
      variables: { name: requiredString },
    },
  },
  includes: { 'shared.tone': { template: 'Be kind.', delimiters: null, variables: {}, from } },
})
const prompt = (id: string, template: string): Bundle['snapshot'] => ({ [id]: textPrompt(template) })
const text = Buffer.from(canonicalBytes(simple)).toString()

/** A bundle as bytes with the manifest's entry that names exactly them. */
function named(bytes: Uint8Array, change: Record<string, unknown> = {}) {
  const { prompt_set_id, prompt_set, version } = simple
  const entry = {
    prompt_set_id,
    prompt_set,
    version,
    sha256: sha256Hex(bytes),
    bytes: bytes.length,
    gzip_bytes: bytes.length,
  }
  return { bytes: base64(bytes), entry: { ...entry, ...change } }
}
const of = (document: unknown, change: Record<string, unknown> = {}) => named(canonicalBytes(document), change)
const spelled = (spelling: string) => named(Buffer.from(spelling))
const other = { prompt_set: 'other', prompt_set_id: '11111111-1111-4111-8111-111111111111' }

const good: Record<string, Bundle> = {
  'one text prompt': simple,
  'chat, includes, delimiters, scripts': rich,
  'no prompt': aBundle({ snapshot: {} }),
  'unknown fields': { ...simple, later: { a: 1 } },
}

const bad: Record<string, readonly [string, ...ReturnType<typeof of>[]]> = {
  'an altered byte': ['bundle.hash_mismatch', { ...of(simple), bytes: base64(text.replace('Welcome', 'welcome')) }],
  'cut short': ['bundle.hash_mismatch', { ...of(simple), bytes: base64(text.slice(0, -1)) }],
  'longer than the manifest says': ['bundle.too_large', { ...of(simple), bytes: base64(`${text} `) }],
  'a manifest that names too large a bundle': ['bundle.too_large', of(simple, { bytes: 16 * 1024 * 1024 + 1 })],
  'white space': ['bundle.malformed', spelled(`${text}\n`)],
  'members in another order': ['bundle.malformed', spelled(JSON.stringify(simple))],
  'a longer escape': ['bundle.malformed', spelled(text.replace('Welcome', String.raw`\u0057elcome`))],
  'a doubled key': ['bundle.malformed', spelled(text.replace('"format":1', '"format":1,"format":1'))],
  'an id __proto__': ['bundle.malformed', spelled(text.replace('welcome.message', '__proto__'))],
  'another format': ['bundle.malformed', of({ ...simple, format: 2 })],
  'another project': ['bundle.malformed', of({ ...simple, project_id: other.prompt_set_id })],
  'another prompt set': ['bundle.malformed', of({ ...simple, ...other })],
  'another version': ['bundle.malformed', of({ ...simple, version: '1.2.4' })],
  'an id constructor': ['bundle.bad_id', of(aBundle({ snapshot: prompt('constructor', 'x') }))],
  'an id with a space': ['bundle.bad_id', of(aBundle({ snapshot: prompt('a b', 'x') }))],
  'a section that is never closed': ['bundle.compile_error', of(aBundle({ snapshot: prompt('a', '{{#list}}') }))],
  'an include that is not there': ['bundle.compile_error', of(aBundle({ snapshot: prompt('a', '{{> b}}') }))],
  'an include of itself': ['bundle.compile_error', of(aBundle({ snapshot: prompt('a', '{{> a}}') }))],
  'one id in two bundles': ['bundle.duplicate_id', of(simple), of({ ...simple, ...other }, other)],
}

const written = (name: string, bundles: readonly unknown[], rest: Record<string, unknown>): Vector => ({
  name,
  project_id: PROJECT_ID,
  bundles,
  ...rest,
})

/** Bundles with the lines of the manifest that name them. */
export const bundleVectors: VectorFile = {
  about:
    'Bundles of one manifest of project_id: bytes (base64) with the manifest’s entry. Good: all are taken; content_digests are of their snapshots and includes. Bad: refused.',
  vectors: [
    ...Object.entries(good).map(([name, bundle]) =>
      written(name, [of(bundle)], { content_digests: [contentDigest(bundle)] }),
    ),
    ...Object.entries(bad).map(([name, [refuse, ...bundles]]) => written(name, bundles, { refuse })),
  ],
}
