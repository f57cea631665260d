/** Which rows of a table requests may see or write. */
interface Policy {
  table: string
  name: string
  on: 'ALL' | 'SELECT' | 'INSERT'
  /** A condition on a row. */
  rows: string
}

/** A setting of the transaction; asked in a query of its own, it is read once and not for each row. */
function setting(name: string): string {
  return `(SELECT nullif(current_setting('anvil.${name}', true), ''))`
}

const USER = `${setting('user_id')}::uuid`
const ORGANISATION = `${setting('organisation_id')}::uuid`
const PROJECT = `${setting('project_id')}::uuid`
const ADDRESS = `lower(${setting('address')})`
const OWN_ORGANISATIONS = `(SELECT organisation_id FROM memberships WHERE user_id = ${USER} AND removed_at IS NULL)`
const COLLEAGUE = `EXISTS (SELECT 1 FROM memberships WHERE user_id = users.id AND organisation_id = ${ORGANISATION})`

const OF_PROJECTS = [
  'environments',
  'prompt_sets',
  'prompts',
  'versions',
  'draft_authors',
  'reviews',
  'approvals',
  'publications',
  'environment_heads',
  'fleet_proofs',
  'publication_versions',
  'access_tokens',
  'live_instances',
  'deliveries',
]

const AUDITED = `(project_id IS NULL OR project_id = ${PROJECT})
  AND (organisation_id IS NULL OR organisation_id = ${ORGANISATION}) AND num_nonnulls(project_id, organisation_id) > 0`

/** What a request sees beside nothing, table by table; what no policy names is FORGE's own. */
export const POLICIES: readonly Policy[] = [
  { table: 'sessions', name: 'own', on: 'ALL', rows: `user_id = ${USER}` },
  { table: 'memberships', name: 'own', on: 'SELECT', rows: `user_id = ${USER}` },
  { table: 'memberships', name: 'of_organisation', on: 'ALL', rows: `organisation_id = ${ORGANISATION}` },
  { table: 'organisations', name: 'own', on: 'SELECT', rows: `id IN ${OWN_ORGANISATIONS}` },
  { table: 'organisations', name: 'new', on: 'INSERT', rows: `${USER} IS NOT NULL` },
  { table: 'users', name: 'own', on: 'SELECT', rows: `id = ${USER}` },
  { table: 'users', name: 'colleagues', on: 'SELECT', rows: COLLEAGUE },
  { table: 'users', name: 'by_address', on: 'SELECT', rows: `lower(email) = ${ADDRESS}` },
  { table: 'users', name: 'new', on: 'INSERT', rows: `lower(email) = ${ADDRESS} AND ${ORGANISATION} IS NOT NULL` },
  { table: 'projects', name: 'own', on: 'ALL', rows: `organisation_id IN ${OWN_ORGANISATIONS}` },
  ...OF_PROJECTS.map((table) => {
    return { table, name: 'of_project', on: 'ALL', rows: `project_id = ${PROJECT}` } as const
  }),
  ...['publication_outbox', 'idempotency_keys'].map((table) => {
    const rows = `EXISTS (SELECT 1 FROM publications WHERE publications.id = ${table}.publication_id)`
    return { table, name: 'of_publication', on: 'ALL', rows } as const
  }),
  {
    table: 'revocations',
    name: 'of_token',
    on: 'ALL',
    rows: 'EXISTS (SELECT 1 FROM access_tokens WHERE access_tokens.id = revocations.access_token_id)',
  },
  {
    table: 'audit_entries',
    name: 'read',
    on: 'SELECT',
    rows: `project_id = ${PROJECT} OR organisation_id = ${ORGANISATION}`,
  },
  { table: 'audit_entries', name: 'write', on: 'INSERT', rows: AUDITED },
  { table: 'keysets', name: 'public', on: 'SELECT', rows: 'true' },
  { table: 'signing_keys', name: 'signing', on: 'SELECT', rows: 'true' },
]
