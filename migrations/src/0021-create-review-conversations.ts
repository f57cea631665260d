import type { Knex } from 'knex'
import { OF_PROJECT, secureTable } from './request-access.js'

const TABLES = `
  ALTER TABLE reviews ADD COLUMN round integer NOT NULL DEFAULT 1, ADD COLUMN current_digest text,
    ADD UNIQUE (project_id, id);
  UPDATE reviews SET current_digest = content_digest;
  ALTER TABLE reviews ALTER COLUMN current_digest SET NOT NULL;
  CREATE INDEX reviews_of_set ON reviews (prompt_set_id, created_at);
  CREATE TABLE review_people (
    review_id uuid NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    asked_at timestamptz NOT NULL,
    PRIMARY KEY (review_id, user_id),
    FOREIGN KEY (project_id, review_id) REFERENCES reviews (project_id, id) ON DELETE CASCADE
  );
  CREATE TABLE review_events (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    project_id uuid NOT NULL,
    review_id uuid NOT NULL,
    round integer NOT NULL,
    kind text NOT NULL,
    user_id uuid REFERENCES users (id),
    body text NOT NULL DEFAULT '',
    content_digest text,
    details jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    UNIQUE (project_id, id),
    FOREIGN KEY (project_id, review_id) REFERENCES reviews (project_id, id) ON DELETE CASCADE
  );
  CREATE INDEX review_events_of_review ON review_events (review_id, number);
  CREATE TABLE review_comments (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    project_id uuid NOT NULL,
    review_id uuid NOT NULL,
    thread_id uuid NOT NULL,
    event_id uuid,
    user_id uuid NOT NULL REFERENCES users (id),
    body text NOT NULL,
    place jsonb,
    suggestion text,
    by_key boolean NOT NULL DEFAULT false,
    applied_by uuid REFERENCES users (id),
    applied_at timestamptz,
    resolved_by uuid REFERENCES users (id),
    resolved_at timestamptz,
    edited_at timestamptz,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL,
    UNIQUE (project_id, id),
    FOREIGN KEY (project_id, review_id) REFERENCES reviews (project_id, id) ON DELETE CASCADE,
    FOREIGN KEY (project_id, thread_id) REFERENCES review_comments (project_id, id) ON DELETE CASCADE,
    FOREIGN KEY (project_id, event_id) REFERENCES review_events (project_id, id) ON DELETE CASCADE
  );
  CREATE INDEX review_comments_of_review ON review_comments (review_id, number);
`

const NAMES = ['review_people', 'review_events', 'review_comments']

/** What is said and done in a review, and who was asked; requests see that of the project they have named, and rewrite nothing of what was done. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(TABLES)
  for (const name of NAMES) {
    await secureTable(trx, name)
    await trx.raw(`CREATE POLICY of_project ON ${name} TO anvil_app USING (${OF_PROJECT})`)
  }
  await trx.raw('REVOKE UPDATE, DELETE ON review_events FROM anvil_app')
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('DROP TABLE review_comments, review_events, review_people')
  await trx.raw('DROP INDEX reviews_of_set')
  await trx.raw(
    'ALTER TABLE reviews DROP CONSTRAINT reviews_project_id_id_key, DROP COLUMN round, DROP COLUMN current_digest',
  )
}
