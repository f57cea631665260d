export { MIGRATIONS } from './history.js'
export { migrateDown, migrateUp } from './migrate.js'
export type { MigrationStep } from './migration-step.js'
export { UnknownMigrations } from './unknown-migrations.js'
