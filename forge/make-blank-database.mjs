// Part of the build: makes the embedded database of a first start, its tables empty, which src/db/blank-database.ts unpacks.
import { writeFile } from 'node:fs/promises'
import { migrateUp } from '@anvil/migrations'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import knex from 'knex'

const database = await PGlite.create('memory://')
const db = knex({ client: 'pg', connection: () => createPgConfig(database), pool: { min: 1, max: 1 } })
await migrateUp(db)
await db.destroy()
const packed = await database.dumpDataDir('gzip')
await database.close()
await writeFile(new URL('dist/blank-database.tar.gz', import.meta.url), Buffer.from(await packed.arrayBuffer()))
