// Part of the build: makes the embedded database that holds nothing, which a first start unpacks (src/db/blank-database.ts).
import { writeFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'

const database = await PGlite.create('memory://')
const packed = await database.dumpDataDir('gzip')
await database.close()
await writeFile(new URL('dist/blank-database.tar.gz', import.meta.url), Buffer.from(await packed.arrayBuffer()))
