import type { Knex } from 'knex'
import type * as DeletePromptSet from '../../src/prompt-sets/delete-prompt-set-store.js'
import type * as PromptSets from '../../src/prompt-sets/prompt-set-store.js'
import type * as Prompts from '../../src/prompts/prompt-store.js'
import type * as UsedBy from '../../src/prompts/used-by-store.js'
import type * as PromptSearch from '../../src/prompts/prompt-search-store.js'
import type * as PromptTree from '../../src/prompts/prompt-tree-store.js'
import type * as Heads from '../../src/publishing/head-store.js'
import type * as IdConflicts from '../../src/publishing/id-conflict-store.js'
import type * as Idempotency from '../../src/publishing/idempotency-store.js'
import type * as PromptSetLock from '../../src/publishing/prompt-set-lock-store.js'
import type * as Publications from '../../src/publishing/publication-store.js'
import type * as PublishableVersions from '../../src/publishing/version-store.js'
import type * as Approvals from '../../src/reviews/approval-store.js'
import type * as DraftAuthors from '../../src/reviews/draft-author-store.js'
import type * as IncludeSources from '../../src/reviews/include-source-store.js'
import type * as Reviewers from '../../src/reviews/reviewer-store.js'
import type * as Selections from '../../src/selections/selection-store.js'
import type * as VersionBytes from '../../src/versions/version-bytes-store.js'
import type * as Versions from '../../src/versions/version-store.js'
import type { UsedByQuery } from '@anvil/shared/api'
import type { PromptSetKey } from '../../src/prompt-sets/prompt-set-row.js'
import type { Calls } from './store-probes.js'
import type { StoreScene } from './store-scene.js'

const PAGE = { limit: 50 }

/** What is asked of the stores of drafts, reviews and versions. */
export const CONTENT_PROBES = {
  'prompt-sets/prompt-set-store': (store: typeof PromptSets, scene: StoreScene): Calls => {
    const { me, published, reviewed, mixed, at } = scene
    return [
      (trx) => store.listPromptSets(trx, me.projectId, false),
      (trx) => store.listPromptSets(trx, me.projectId, true),
      (trx) => store.countPromptSets(trx, me.projectId),
      (trx) => store.getPromptSet(trx, published),
      (trx) => store.getPromptSet(trx, mixed),
      (trx) => store.getPromptSetForShare(trx, reviewed),
      (trx) => store.getPromptSetForShare(trx, mixed),
      (trx) => store.getPromptSetForUpdate(trx, reviewed),
      (trx) => store.getPromptSetForUpdate(trx, mixed),
      (trx) => store.updatePromptSet(trx, reviewed, at, { name: 'Changed' }),
      (trx) => store.updatePromptSet(trx, mixed, at, { name: 'Changed' }),
    ]
  },
  'prompt-sets/delete-prompt-set-store': (store: typeof DeletePromptSet, scene: StoreScene): Calls => {
    const { me, published, reviewed, mixed, archivedId } = scene
    const archived = { projectId: me.projectId, promptSetId: archivedId }
    const theirs = { projectId: me.projectId, promptSetId: scene.other.published.id }
    return [
      ...[published, reviewed, archived, theirs].map(
        (key): Calls[number] =>
          (trx) =>
            store.wasPublished(trx, key),
      ),
      ...[published, reviewed, archived, theirs].map(
        (key): Calls[number] =>
          (trx) =>
            store.hasVersions(trx, key),
      ),
      (trx) => store.deletePromptSet(trx, archived),
      (trx) => store.deletePromptSet(trx, mixed),
    ]
  },
  'prompts/prompt-store': (store: typeof Prompts, { me, reviewed, mixed, at }: StoreScene): Calls => {
    const content = { kind: 'text', template: 'Changed', delimiters: null, variables: {}, metadata: {} } as const
    const edit = { content, userId: null, at }
    const upsert =
      (id: string): Calls[number] =>
      (trx) =>
        store.upsertPrompts(trx, reviewed, [{ rowId: '00000000-0000-4000-8000-000000000000', id, content }], edit)
    return [
      (trx) => store.findPrompt(trx, reviewed, 'second.text'),
      (trx) => store.findPrompts(trx, reviewed, ['some.chat']),
      (trx) => store.findPrompts(trx, mixed, ['second.text', 'theirs.only']),
      (trx) => store.listPrompts(trx, reviewed, { ...PAGE, q: 'nothing says this' }),
      (trx) => store.listPrompts(trx, reviewed, { ...PAGE, cursor: 'second.text' }),
      (trx) => store.listPrompts(trx, reviewed, { limit: 2, around: 'some.chat' }),
      (trx) => store.listPrompts(trx, reviewed, { limit: 3, around: 'second.text' }),
      (trx) => store.readSnapshot(trx, reviewed),
      (trx) => store.readSnapshot(trx, mixed),
      async (trx) => store.updatePrompt(trx, await store.getPrompt(trx, reviewed, 'second.text'), edit),
      (trx) => store.deletePrompts(trx, reviewed, ['some.chat']),
      (trx) => store.deletePrompts(trx, mixed, ['second.text']),
      (trx) => store.findHolder(trx, me.projectId, 'second.text'),
      (trx) => store.findHolder(trx, me.projectId, 'first.text'),
      (trx) => store.findHolder(trx, me.projectId, 'theirs.only'),
      (trx) => store.listHolders(trx, reviewed, ['first.text', 'second.text', 'theirs.only']),
      (trx) => store.listHolders(trx, reviewed, ['second.text']),
      (trx) => store.listHolders(trx, reviewed, []),
      upsert('second.text'),
      upsert('first.text'),
    ]
  },
  'prompts/used-by-store': (store: typeof UsedBy, { me, reviewed, mixed }: StoreScene): Calls => {
    const mention =
      (key: PromptSetKey, id: string, query: UsedByQuery): Calls[number] =>
      async (trx) => {
        await trx('prompts')
          .where({ project_id: me.projectId, prompt_id: 'second.text' })
          .update({ template: '{{> first.text}}' })
        return store.listMentions(trx, key, id, query)
      }
    return [
      mention(reviewed, 'first.text', PAGE),
      mention(mixed, 'first.text', PAGE),
      mention(reviewed, 'first.text', { ...PAGE, cursor: 'second.text' }),
      mention({ ...reviewed, promptSetId: me.published.id }, 'second.text', PAGE),
    ]
  },
  'prompts/prompt-search-store': (store: typeof PromptSearch, { me, mixed }: StoreScene): Calls => [
    (trx) => store.searchPrompts(trx, me.projectId, { q: 'e', limit: 50 }),
    (trx) => store.searchPrompts(trx, me.projectId, { q: 'second', limit: 50 }),
    (trx) => store.searchPrompts(trx, mixed.projectId, { q: 'e', limit: 50 }),
  ],
  'prompts/prompt-tree-store': (store: typeof PromptTree, { reviewed, mixed }: StoreScene): Calls => [
    (trx) => store.countPrompts(trx, reviewed, {}),
    (trx) => store.countPrompts(trx, mixed, {}),
    (trx) => store.listBranches(trx, reviewed, PAGE),
    (trx) => store.listBranches(trx, reviewed, { ...PAGE, q: 'day', cursor: 'second' }),
    (trx) => store.listBranches(trx, mixed, PAGE),
  ],
  'selections/selection-store': (store: typeof Selections, { archivedId, reviewed, mixed }: StoreScene): Calls => [
    (trx) => store.readSelected(trx, reviewed, { ids: ['second.text', 'theirs.only'] }),
    (trx) => store.readSelected(trx, reviewed, { matching: {}, except: ['some.chat'] }),
    (trx) => store.readSelected(trx, mixed, { matching: {}, except: [] }),
    (trx) => store.movePromptRows(trx, reviewed, ['some.chat'], archivedId),
    (trx) => store.movePromptRows(trx, mixed, ['second.text', 'theirs.only'], mixed.promptSetId),
  ],
  'reviews/approval-store': (
    store: typeof Approvals,
    { me, published, reviewed, mixed, digest }: StoreScene,
  ): Calls => [
    (trx) => store.listApprovals(trx, reviewed),
    (trx) => store.listApprovals(trx, mixed),
    (trx) => store.listApprovals(trx, reviewed, digest),
    ...[reviewed, mixed].map((key): Calls[number] => async (trx) => {
      const rows: { content_digest: string; user_id: string }[] = await trx('approvals')
        .where({ prompt_set_id: key.promptSetId })
        .orderBy('created_at')
      const [first] = rows
      if (first) await store.deleteApproval(trx, key, first.content_digest, first.user_id)
    }),
    (trx) => store.deleteApproval(trx, reviewed, digest, me.reviewer.id),
    ...[published, reviewed, mixed].flatMap((key): Calls => [
      (trx) => store.deleteUncarriedApprovals(trx, key, ['locked']),
      (trx) => store.deleteOpenApprovals(trx, key, digest, me.reviewer.id),
      (trx) => store.deleteOpenApprovals(trx, key, 'another', me.reviewer.id),
      (trx) => store.deleteOpenApprovals(trx, key, digest, me.owner.id),
    ]),
  ],
  'reviews/draft-author-store': (store: typeof DraftAuthors, scene: StoreScene): Calls => {
    const { me, other, published, reviewed, mixed, at } = scene
    const theirs = { projectId: me.projectId, promptSetId: other.published.id }
    return [
      async (trx) => {
        await store.insertDraftAuthor(trx, published, { userId: me.owner.id, byKey: true }, at)
        await store.deleteDraftAuthors(trx, published)
      },
      (trx) => store.listDraftAuthors(trx, reviewed),
      async (trx) => {
        await store.insertDraftAuthor(trx, reviewed, { userId: me.owner.id, byKey: true }, at)
        return [await store.listKeyAuthors(trx, reviewed), await store.listKeyAuthors(trx, mixed)]
      },
      (trx) => store.listDraftAuthors(trx, mixed),
      (trx) => store.deleteDraftAuthors(trx, mixed),
      (trx) => store.listKeyAuthors(trx, mixed),
      ...[published, theirs].flatMap((of): Calls =>
        [published, theirs].map((key): Calls[number] => async (trx) => {
          const { id } = await trx('versions').where({ prompt_set_id: of.promptSetId }).first('id')
          await store.copyVersionAuthors(trx, key, id, at)
        }),
      ),
      (trx) => store.copyDraftAuthors(trx, reviewed, published.promptSetId),
      (trx) => store.copyDraftAuthors(trx, mixed, published.promptSetId),
    ]
  },
  'reviews/include-source-store': (store: typeof IncludeSources, scene: StoreScene): Calls => {
    const { me, other, published, reviewed } = scene
    return [
      (trx) => store.findIncludeOrigin(trx, reviewed, 'first.text'),
      (trx) => store.findIncludeOrigin(trx, published, 'first.text'),
      (trx) => store.findIncludeOrigin(trx, reviewed, 'theirs.only'),
      (trx) => store.listLatestOrigins(trx, me.projectId, [me.published.id, other.published.id]),
      (trx) => store.listLatestOrigins(trx, me.projectId, []),
      (trx) => store.listSetNames(trx, me.projectId, [me.published.id, other.published.id]),
    ]
  },
  'reviews/reviewer-store': (store: typeof Reviewers, { me, lonely, at, longAgo }: StoreScene): Calls => [
    (trx) => store.listReviewers(trx, me.projectId),
    (trx) => store.isOnlyReviewer(trx, lonely.projectId, lonely.ownerId, at),
    (trx) => store.isOnlyReviewer(trx, lonely.projectId, lonely.ownerId, longAgo),
  ],
  'versions/version-bytes-store': (store: typeof VersionBytes, { version, me, other }: StoreScene): Calls => [
    (trx) => store.getVersionBytes(trx, version(me)),
    (trx) => store.getVersionBytes(trx, other.projectId),
  ],
  'versions/version-store': (store: typeof Versions, scene: StoreScene): Calls => {
    const { me, other, published, reviewed, digest } = scene
    const theirs = { projectId: me.projectId, promptSetId: other.published.id }
    return [
      ...[published, reviewed, theirs].flatMap((key): Calls => [
        (trx) => store.listVersions(trx, key),
        (trx) => store.findVersion(trx, key, '1.0.0'),
        (trx) => store.findLatestLocked(trx, key),
        (trx) => store.findLockedByDigest(trx, key, digest),
        (trx) => store.listNumbersFrom(trx, key, '1.'),
      ]),
      (trx) => store.findVersion(trx, published, '9.9.9'),
      (trx) => store.findLockedByDigest(trx, published, 'none'),
      (trx) => store.listNumbersFrom(trx, published, '9.'),
    ]
  },
}

/** What is asked of the stores of what is published. */
export const PUBLISHING_PROBES = {
  'publishing/head-store': (store: typeof Heads, { me, stagingId, at, longAgo }: StoreScene): Calls => {
    const manifest = { epoch: 1, sequence: 7, keyset: 1 }
    const place = { environment_id: me.environmentId, project_id: me.projectId, publication_id: me.publicationId }
    const under = { keyset: 1, epoch: 1 }
    return [
      (trx) => store.findHead(trx, me.environmentId),
      (trx) => store.findHead(trx, stagingId),
      (trx) => store.getHeadForUpdate(trx, me.environmentId),
      (trx) => store.skipSequences(trx, me.environmentId, 9),
      (trx) => store.hasHeadUnderAnother(trx, under),
      (trx) => store.hasHeadUnderAnother(trx, { ...under, keyset: 2 }),
      (trx) => store.hasHeadUnderAnother(trx, { ...under, epoch: 2 }),
      (trx) => store.claimStaleHeads(trx, { before: longAgo, under, limit: 20 }),
      async (trx) => {
        const { envelope } = await trx('publications').where({ id: me.publicationId }).first('envelope')
        const signed = { manifest: { ...manifest, ...SIGNED, bundles: [] }, envelope, issuedAt: at, expiresAt: at }
        await store.updateHead(trx, place, signed)
      },
    ]
  },
  'publishing/id-conflict-store': (store: typeof IdConflicts, { version, me }: StoreScene): Calls => [
    (trx) => store.listRepeatedIds(trx, [version(me)], 20),
  ],
  'publishing/idempotency-store': (store: typeof Idempotency, { me }: StoreScene): Calls => [
    (trx) => store.findIdempotencyKey(trx, { scope: `${me.environmentId}/${me.owner.id}`, key: 'north' }),
    (trx) => store.findIdempotencyKey(trx, { scope: 'none', key: 'south' }),
  ],
  'publishing/prompt-set-lock-store': (store: typeof PromptSetLock, { me, other }: StoreScene): Calls => [
    (trx) => store.lockPromptSets(trx, me.projectId, [me.published.id, other.published.id]),
    (trx) => store.lockPromptSets(trx, me.projectId, []),
  ],
  'publishing/publication-store': (store: typeof Publications, { me, other, stagingId }: StoreScene): Calls => [
    (trx) => store.getPublication(trx, me.projectId, me.publicationId),
    (trx) => store.getPublication(trx, me.projectId, other.publicationId),
    (trx) => store.findPublicationAt(trx, me.environmentId, 1),
    (trx) => store.findPublicationAt(trx, stagingId, 1),
    (trx) => store.listBundlesAt(trx, me.environmentId, [1]),
    (trx) => store.listBundlesAt(trx, stagingId, [1]),
    (trx) => store.listPublications(trx, me.environmentId, { before: 1, limit: 10 }),
    (trx) => store.listPublications(trx, stagingId, { limit: 10 }),
    async (trx) => {
      await publishAgain(trx, me.publicationId, { environment_id: stagingId, sequence: 5 })
      await publishAgain(trx, me.publicationId, { environment_id: me.environmentId, sequence: 7 })
      return store.findPublicationAt(trx, me.environmentId, 7)
    },
  ],
  'publishing/version-store': (store: typeof PublishableVersions, scene: StoreScene): Calls => {
    const { me, other, version, stagingId } = scene
    return [
      ...[me, other].map((of): Calls[number] => (trx) => {
        const named = { prompt_set_id: of.published.id, version: '1.0.0' }
        return store.getPublishableVersion(trx, me.projectId, named)
      }),
      (trx) => store.listPublishableVersions(trx, [version(me)]),
      (trx) => store.listVersionsEverRun(trx, me.environmentId, [version(me), version(other)]),
      (trx) => store.listVersionsEverRun(trx, me.environmentId, [version(other)]),
      (trx) => store.listVersionsEverRun(trx, stagingId, [version(me)]),
    ]
  },
}

async function publishAgain(
  trx: Knex.Transaction,
  id: string,
  at: { environment_id: string; sequence: number },
): Promise<void> {
  const change = JSON.stringify({ id: `00000000-0000-4000-8000-00000000000${at.sequence}`, ...at })
  await trx.raw(
    `INSERT INTO publications SELECT (jsonb_populate_record(p, ?)).* FROM publications AS p WHERE p.id = ?`,
    [change, id],
  )
}

const SIGNED = {
  format: 1 as const,
  forge_id: '',
  project_id: '',
  environment: 'production',
  issued_at: '',
  expires_at: '',
  min_client: 1,
}
