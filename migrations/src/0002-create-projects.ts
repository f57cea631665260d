import type { Knex } from 'knex'

/** Projects and their environments; an environment's rule names the kinds of version it takes. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE TABLE projects (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations (id),
      name text NOT NULL,
      slug text NOT NULL,
      description text NOT NULL DEFAULT '',
      required_approvals integer NOT NULL DEFAULT 1 CHECK (required_approvals BETWEEN 0 AND 20),
      show_token_values boolean NOT NULL DEFAULT true,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      UNIQUE (organisation_id, slug)
    );
    CREATE TABLE environments (
      id uuid PRIMARY KEY,
      project_id uuid NOT NULL REFERENCES projects (id),
      slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      name text NOT NULL,
      allowed_kinds text[] NOT NULL CHECK (cardinality(allowed_kinds) > 0 AND allowed_kinds <@ ARRAY['locked', 'review', 'live']),
      required_approvals integer NOT NULL DEFAULT 0 CHECK (required_approvals BETWEEN 0 AND 20),
      created_at timestamptz NOT NULL,
      UNIQUE (project_id, slug),
      UNIQUE (project_id, id)
    );
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE environments, projects')
}
