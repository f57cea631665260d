import type { Knex } from 'knex'

/** Prompt sets and the prompts of their drafts. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE TABLE prompt_sets (
      id uuid PRIMARY KEY,
      project_id uuid NOT NULL REFERENCES projects (id),
      name text NOT NULL,
      slug text NOT NULL,
      description text NOT NULL DEFAULT '',
      status text NOT NULL CHECK (status IN ('LIVE', 'REVIEW', 'LOCKED')),
      revision integer NOT NULL DEFAULT 1,
      includes jsonb NOT NULL DEFAULT '{}',
      locked_version_id uuid,
      archived_at timestamptz,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      UNIQUE (project_id, slug),
      UNIQUE (project_id, id)
    );
    CREATE TABLE prompts (
      id uuid PRIMARY KEY,
      project_id uuid NOT NULL,
      prompt_set_id uuid NOT NULL,
      prompt_id text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('text', 'chat')),
      template text,
      messages jsonb,
      delimiters jsonb,
      variables jsonb NOT NULL,
      metadata jsonb NOT NULL,
      revision integer NOT NULL DEFAULT 1,
      updated_by uuid REFERENCES users (id),
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      UNIQUE (project_id, prompt_id),
      FOREIGN KEY (project_id, prompt_set_id) REFERENCES prompt_sets (project_id, id),
      CHECK ((kind = 'text') = (template IS NOT NULL) AND (kind = 'chat') = (messages IS NOT NULL))
    );
    CREATE INDEX prompts_of_set ON prompts (prompt_set_id, prompt_id);
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE prompts, prompt_sets')
}
