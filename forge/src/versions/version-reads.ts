import type { AnvilExport, DiffQuery, DiffResult, Version, VersionDetail } from '@anvil/shared/api'
import type { Knex } from 'knex'
import type { AppContext } from '../context.js'
import type { UserActor } from '../http/actor.js'
import { exportOf } from '../imports/export-service.js'
import { getProjectOf } from '../projects/project-store.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import { getPromptSet, getPromptSetForShare } from '../prompt-sets/prompt-set-store.js'
import type { Content } from '../reviews/draft-content.js'
import { readDraft } from '../reviews/draft-state.js'
import { compareWithLocked } from './compare-with-locked.js'
import { diffContents } from './diff-contents.js'
import { getVersionBundle, getVersionBytes } from './version-bytes-store.js'
import { getVersion, listVersions } from './version-store.js'

/** Who reads what, of which prompt set. */
export interface VersionReader {
  ctx: AppContext
  actor: UserActor
  key: PromptSetKey
}

/** All versions of a prompt set, newest first. */
export async function readVersions(reader: VersionReader): Promise<Version[]> {
  return reading(reader, (trx) => listVersions(trx, reader.key))
}

/** One version with its texts. */
export async function readVersion(reader: VersionReader, number: string): Promise<VersionDetail> {
  return reading(reader, async (trx) => {
    const version = await getVersion(trx, reader.key, number)
    const { snapshot, includes } = await getVersionBundle(trx, version.id)
    return { ...version, snapshot, includes }
  })
}

/** One version as it travels: its canonical bytes and their digest. */
export async function readVersionBytes(
  reader: VersionReader,
  number: string,
): Promise<{ bytes: Buffer; sha256: string }> {
  return reading(reader, async (trx) => {
    const { id, sha256 } = await getVersion(trx, reader.key, number)
    return { bytes: await getVersionBytes(trx, id), sha256 }
  })
}

/** One version in the form that an import takes unchanged. */
export async function readVersionExport(reader: VersionReader, number: string): Promise<AnvilExport> {
  return reading(reader, async (trx) => {
    const { id } = await getVersion(trx, reader.key, number)
    const { snapshot } = await getVersionBundle(trx, id)
    return exportOf(await getPromptSet(trx, reader.key), snapshot)
  })
}

/** What changed from one version to another, or to the draft. */
export async function readDiff(reader: VersionReader, { from, to }: DiffQuery): Promise<DiffResult> {
  return reading(reader, async (trx) => {
    const draft = from === 'draft' || to === 'draft' ? await getPromptSetForShare(trx, reader.key) : undefined
    const contentAt = async (side: string): Promise<Content> =>
      draft && side === 'draft'
        ? (await readDraft(trx, draft)).content
        : getVersionBundle(trx, (await getVersion(trx, reader.key, side)).id)
    const [before, after] = [await contentAt(from), await contentAt(to)]
    return {
      from,
      to,
      proposed_version: to === 'draft' ? (await compareWithLocked(trx, reader.key, after)).proposed : null,
      draft_revision: draft?.promptSet.revision ?? null,
      ...diffContents(before, after),
    }
  })
}

async function reading<T>({ ctx, actor, key }: VersionReader, read: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return ctx.asActor(actor, async (trx) => {
    await getProjectOf(trx, actor, key.projectId, 'project.read')
    await getPromptSet(trx, key)
    return read(trx)
  })
}
