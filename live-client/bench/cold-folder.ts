import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bundle, BundledPrompt, Variables } from '@anvil/shared'
import { openManifest } from '@anvil/shared/bundle'
import { aBundle, PROJECT_ID, requiredString, testForge } from '@anvil/shared/testing'
import { FolderCache } from '../src/cache/folder-cache.js'
import { makeCorpus } from './corpus.js'
import { templateOf } from './corpus-templates.js'

const SETS = 10
const forge = testForge()

/** What the programs of the cold start read: a client's cache folder, and a JSON file of the same prompts. */
export interface ColdFolder {
  /** Removes nothing by itself. */
  dir: string
  env: NodeJS.ProcessEnv
  jsonFile: string
  firstId: string
}

/** Bundles of the corpus' prompts, in ten sets. */
export function corpusBundles(count: number): Bundle[] {
  const { prompts, includes } = makeCorpus(count)
  const sources = [...includes].map(([id, pieces]) => [id, bundledText(templateOf(pieces), {})] as const)
  return Array.from({ length: SETS }, (_, set) => {
    const own = prompts.filter((_, at) => at % SETS === set)
    const texts = own.map(
      ({ id, pieces, values }) => [id, bundledText(templateOf(pieces), variablesOf(values))] as const,
    )
    return aBundle({
      prompt_set: `set-${set}`,
      prompt_set_id: `0198c0de-0000-7000-8000-00000000000${set}`,
      snapshot: Object.fromEntries(texts),
      includes: Object.fromEntries(
        sources.map(([id, { template, delimiters, variables }]) => [
          id,
          {
            template,
            delimiters,
            variables,
            from: { prompt_set_id: PROJECT_ID, version: '1.0.0', sha256: '0'.repeat(64) },
          },
        ]),
      ),
    })
  })
}

function bundledText(template: string, variables: Variables): BundledPrompt & { kind: 'text' } {
  return { kind: 'text', template, delimiters: null, variables, metadata: {} }
}

function variablesOf(values: Record<string, unknown>): Variables {
  const strings = Object.entries(values).filter(([, value]) => typeof value === 'string')
  return Object.fromEntries(strings.map(([name]) => [name, requiredString]))
}

/** Fills a cache folder as a client leaves it behind, and writes the JSON file beside it. */
export async function makeColdFolder(count: number): Promise<ColdFolder> {
  const dir = mkdtempSync(join(tmpdir(), 'anvil-bench-cold-'))
  const bundles = corpusBundles(count)
  const expires_at = new Date(Date.now() + 7 * 86_400_000).toISOString().replace(/\.\d+/, '')
  const { manifest, envelope, bundles: sealed } = forge.publish(bundles, { expires_at })
  const cacheDir = join(dir, 'cache')
  mkdirSync(cacheDir)
  const judge = (bytes: Uint8Array) => openManifest(bytes, { chain: forge.chain, target: forge.target }).manifest
  const cache = new FolderCache({ cacheDir, projectId: PROJECT_ID, environment: 'production', history: 3, judge })
  await cache.save({
    keysets: forge.keysets,
    manifest: envelope,
    place: manifest,
    digests: [...sealed.keys()],
    bytesOf: (digest) => sealed.get(digest)?.bytes ?? new Uint8Array(),
    bySync: false,
    rewrite: false,
  })
  const jsonFile = join(dir, 'prompts.json')
  writeFileSync(jsonFile, JSON.stringify(Object.assign({}, ...bundles.map(({ snapshot }) => snapshot))))
  const env = {
    PATH: process.env['PATH'],
    ANVIL_FORGE_URL: 'http://127.0.0.1:1',
    ANVIL_PROJECT_ID: PROJECT_ID,
    ANVIL_ACCESS_TOKEN: 'anv_production_abc_def_123',
    ANVIL_ROOT_KEY: forge.rootKey,
    ANVIL_CACHE_DIR: cacheDir,
  }
  return { dir, env, jsonFile, firstId: Object.keys(bundles[0]?.snapshot ?? {})[0] ?? '' }
}
