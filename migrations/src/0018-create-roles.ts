import type { Knex } from 'knex'
import { OF_PROJECT, secureTable, settingId } from './request-access.js'

const ALL = `ARRAY['viewer', 'editor', 'reviewer', 'publisher', 'admin']`

const TABLES = `
  ALTER TABLE memberships ADD COLUMN roles text[] NOT NULL DEFAULT ARRAY['viewer', 'editor', 'reviewer', 'publisher']
    CHECK (roles <@ ${ALL} AND 'viewer' = ANY (roles));
  CREATE TABLE project_roles (
    project_id uuid NOT NULL REFERENCES projects (id),
    user_id uuid NOT NULL REFERENCES users (id),
    roles text[] NOT NULL CHECK (roles <@ ${ALL} AND 'viewer' = ANY (roles)),
    PRIMARY KEY (project_id, user_id)
  );
  CREATE TABLE former_reviewers (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    project_id uuid REFERENCES projects (id),
    user_id uuid NOT NULL REFERENCES users (id),
    until timestamptz NOT NULL
  );
  CREATE INDEX former_reviewers_until ON former_reviewers (organisation_id, until);
  CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    email text NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    roles text[] NOT NULL CHECK (roles <@ ${ALL} AND 'viewer' = ANY (roles)),
    secret_sha256 bytea NOT NULL UNIQUE,
    created_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    closed_at timestamptz,
    accepted_by uuid REFERENCES users (id)
  );
  CREATE INDEX invitations_of_organisation ON invitations (organisation_id, created_at);
  CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    project_id uuid REFERENCES projects (id),
    name text NOT NULL,
    scopes text[] NOT NULL CHECK (scopes <@ ARRAY['draft', 'approve', 'publish', 'manage', 'own_work']),
    secret_sha256 bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
  );
  CREATE INDEX api_keys_of_user ON api_keys (user_id, created_at);
  ALTER TABLE projects ADD COLUMN keys_release_own_work boolean NOT NULL DEFAULT false;
  ALTER TABLE draft_authors ADD COLUMN by_key boolean NOT NULL DEFAULT false;
  ALTER TABLE versions ADD COLUMN key_authors uuid[] NOT NULL DEFAULT '{}';
`

/** What somebody is in a project: everything as the organisation's owner or admin, what the project says, or what their membership says. */
const ROLES_IN = `
  CREATE FUNCTION anvil_project_roles(project uuid, person uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN m.role IN ('owner', 'admin') THEN ${ALL} ELSE coalesce(r.roles, m.roles) END
    FROM projects p
      JOIN memberships m ON m.organisation_id = p.organisation_id AND m.user_id = person AND m.removed_at IS NULL
      LEFT JOIN project_roles r ON r.project_id = p.id AND r.user_id = person
    WHERE p.id = project
  $$`

/** Which rows of the new tables requests see and write. */
const POLICIES: readonly (readonly [table: string, name: string, command: string, rows: string])[] = [
  ['project_roles', 'own', 'SELECT', `user_id = ${settingId('user_id')}`],
  ['project_roles', 'of_project', 'ALL', OF_PROJECT],
  ['former_reviewers', 'of_organisation', 'ALL', `organisation_id = ${settingId('organisation_id')}`],
  ['invitations', 'of_organisation', 'ALL', `organisation_id = ${settingId('organisation_id')}`],
  ['api_keys', 'own', 'ALL', `user_id = ${settingId('user_id')}`],
]

/** Roles in projects, who held the right to review until when, invitations by link, and API keys. */
export async function up(trx: Knex.Transaction): Promise<void> {
  await trx.raw(TABLES)
  await trx.raw(ROLES_IN)
  for (const name of new Set(POLICIES.map(([table]) => table))) await secureTable(trx, name)
  for (const [table, name, command, rows] of POLICIES)
    await trx.raw(`CREATE POLICY ${name} ON ${table} FOR ${command} TO anvil_app USING (${rows})`)
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`
    DROP FUNCTION anvil_project_roles;
    ALTER TABLE versions DROP COLUMN key_authors;
    ALTER TABLE draft_authors DROP COLUMN by_key;
    ALTER TABLE projects DROP COLUMN keys_release_own_work;
    DROP TABLE api_keys, invitations, former_reviewers, project_roles;
    ALTER TABLE memberships DROP COLUMN roles`)
}
