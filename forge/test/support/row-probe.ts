import type { Knex } from 'knex'
import { expect } from 'vitest'
import type { AsActor } from '../../src/db/as-actor.js'
import { takenBack } from '../../src/db/taken-back.js'
import { getProjectOf } from '../../src/projects/project-store.js'
import { enter } from '../../src/db/enter.js'
import type { TestForge } from './forge.js'
import type { Neighbour } from './neighbours.js'

/** From where the rows of a table are looked at. */
export type View = (work: (trx: Knex.Transaction) => Promise<Seen>) => Promise<Seen>

/** What a table shows: of one's own rows and of a neighbour's, how many are seen, how many may be written, and what becomes of adding one again. */
export interface Seen {
  own: number
  foreign: number
  all: number
  ownWritable: number
  foreignWritable: number
  addOwn: string
  addForeign: string
}

/** The views from which a neighbour's requests look, with what they have entered; and those of FORGE itself. */
export function viewsOf({ ctx }: TestForge, me: Neighbour, other: Neighbour) {
  const { asActor, db } = ctx
  const asOwner = { kind: 'user', id: me.owner.id } as const
  const within =
    (enterAll: (trx: Knex.Transaction) => Promise<unknown>): View =>
    (work) =>
      asActor(asOwner, async (trx) => {
        await enterAll(trx)
        return work(trx)
      })
  return {
    nobody: (work) =>
      db.transaction(async (trx) => {
        await trx.raw('SET LOCAL ROLE anvil_app')
        return work(trx)
      }),
    person: within(() => Promise.resolve()),
    barred: as(asActor, { ...asOwner, apiKey: { id: me.barredKeyId } }),
    project: within((trx) => getProjectOf(trx, me.owner, me.projectId, 'project.read')),
    address: within(async (trx) => {
      await getProjectOf(trx, me.owner, me.projectId, 'project.read')
      await enter(trx, 'address', other.owner.email)
    }),
    instance: as(asActor, { kind: 'instance', id: me.tokenId, projectId: me.projectId }),
    system: as(asActor, { kind: 'system', id: 'test' }),
    /** FORGE's jobs, where the connecting user is nobody special. */
    forge: (work) => db.transaction((trx) => takenBack(trx, () => asPlainRole(trx, work))),
  } satisfies Record<string, View>
}

export type ViewName = keyof ReturnType<typeof viewsOf>

function as(asActor: AsActor, actor: Parameters<AsActor>[0]): View {
  return (work) => asActor(actor, work)
}

async function asPlainRole(trx: Knex.Transaction, work: (trx: Knex.Transaction) => Promise<Seen>): Promise<Seen> {
  await trx.raw(`CREATE ROLE anvil_test_plain;
    GRANT USAGE ON SCHEMA public TO anvil_test_plain;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO anvil_test_plain;
    SET LOCAL ROLE anvil_test_plain`)
  return work(trx)
}

/** The rows of a table as text, told apart by the ids that stand in them. */
export interface Rows {
  own: string[]
  foreign: string[]
}

/** Looks at a table from a view, in one statement. */
export async function look(trx: Knex.Transaction, table: string, { own, foreign }: Rows): Promise<Seen> {
  const { rows }: { rows: { seen: Seen }[] } = await trx.raw('SELECT test_look(?, ?, ?) AS seen', [table, own, foreign])
  return rows[0]?.seen ?? expect.fail('The look showed nothing')
}

/** Makes the functions that look; they run as who calls them. */
export async function openEyes(db: Knex): Promise<void> {
  await db.raw(`
    CREATE FUNCTION test_add(tbl text, given text[]) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE one text;
    BEGIN
      FOREACH one IN ARRAY given[1:3] LOOP
        BEGIN
          EXECUTE format('INSERT INTO %1$I OVERRIDING SYSTEM VALUE
            SELECT * FROM json_populate_record(NULL::%1$I, $1::json)', tbl) USING one;
          RETURN 'added';
        EXCEPTION
          WHEN insufficient_privilege THEN NULL;
          WHEN unique_violation THEN RETURN 'taken';
          WHEN restrict_violation THEN RETURN 'guarded';
        END;
      END LOOP;
      RETURN 'refused';
    END $$;
    CREATE FUNCTION test_look(tbl text, own text[], others text[]) RETURNS json LANGUAGE plpgsql AS $$
    DECLARE seen text[];
    DECLARE writable text[];
    BEGIN
      EXECUTE format('SELECT array_agg(row_to_json(t)::text) FROM %I AS t', tbl) INTO seen;
      BEGIN
        EXECUTE format('SELECT array_agg(one) FROM
          (SELECT row_to_json(t)::text AS one FROM %I AS t FOR UPDATE) AS held', tbl) INTO writable;
      EXCEPTION WHEN insufficient_privilege THEN NULL;
      END;
      RETURN json_build_object(
        'own', (SELECT count(*) FROM unnest(own) AS one WHERE one = ANY (seen)),
        'foreign', (SELECT count(*) FROM unnest(others) AS one WHERE one = ANY (seen)),
        'all', coalesce(cardinality(seen), 0),
        'ownWritable', (SELECT count(*) FROM unnest(own) AS one WHERE one = ANY (writable)),
        'foreignWritable', (SELECT count(*) FROM unnest(others) AS one WHERE one = ANY (writable)),
        'addOwn', test_add(tbl, own),
        'addForeign', test_add(tbl, others));
    END $$`)
}
