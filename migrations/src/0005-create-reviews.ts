import type { Knex } from 'knex'

/** Who wrote a draft, and who approved which content of it. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    CREATE TABLE draft_authors (
      project_id uuid NOT NULL,
      prompt_set_id uuid NOT NULL,
      user_id uuid NOT NULL REFERENCES users (id),
      since timestamptz NOT NULL,
      PRIMARY KEY (prompt_set_id, user_id),
      FOREIGN KEY (project_id, prompt_set_id) REFERENCES prompt_sets (project_id, id)
    );
    CREATE TABLE reviews (
      id uuid PRIMARY KEY,
      project_id uuid NOT NULL,
      prompt_set_id uuid NOT NULL,
      requested_by uuid REFERENCES users (id),
      content_digest text NOT NULL,
      note text NOT NULL DEFAULT '',
      outcome text CHECK (outcome IN ('locked', 'withdrawn', 'discarded')),
      created_at timestamptz NOT NULL,
      closed_at timestamptz,
      FOREIGN KEY (project_id, prompt_set_id) REFERENCES prompt_sets (project_id, id)
    );
    CREATE UNIQUE INDEX reviews_one_open ON reviews (prompt_set_id) WHERE closed_at IS NULL;
    CREATE TABLE approvals (
      id uuid PRIMARY KEY,
      project_id uuid NOT NULL,
      prompt_set_id uuid NOT NULL,
      content_digest text NOT NULL,
      user_id uuid NOT NULL REFERENCES users (id),
      own_work boolean NOT NULL,
      created_at timestamptz NOT NULL,
      UNIQUE (prompt_set_id, content_digest, user_id),
      FOREIGN KEY (project_id, prompt_set_id) REFERENCES prompt_sets (project_id, id)
    );
  `)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE approvals, reviews, draft_authors')
}
