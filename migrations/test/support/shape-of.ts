import type { Knex } from 'knex'

interface Line {
  line: string
}

/** All that migrations make: columns with their types and defaults, constraints, indexes, triggers, functions, policies and grants. */
export async function shapeOf(db: Knex): Promise<string[]> {
  const { rows }: { rows: Line[] } = await db.raw(`
    SELECT concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'knex%'
    UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'knex%'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'knex%'
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || proname || ' ' || md5(prosrc) FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'policy', tablename, policyname, cmd, qual, with_check) FROM pg_policies
    UNION ALL SELECT concat_ws(' ', 'security', relname, relrowsecurity, relforcerowsecurity) FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT LIKE 'knex%'
    UNION ALL SELECT concat_ws(' ', 'grant', table_name, privilege_type) FROM information_schema.role_table_grants
      WHERE grantee = 'anvil_app'
    UNION ALL SELECT 'storage ' || attrelid::regclass || ' ' || attname FROM pg_attribute
      WHERE attrelid::regclass::text NOT LIKE '%.%' AND attstorage = 'e' AND attnum > 0`)
  return rows.map(({ line }) => line).toSorted((a, b) => (a < b ? -1 : 1))
}
