import { pathToFileURL } from 'node:url'
import { MIGRATIONS, migrationStatus, SCHEMA_STAMPS, schemaStamp } from '@anvil/migrations'
import { expect, it } from 'vitest'
import { holdRows } from '../backup/table-store.js'
import { blankDatabase } from './blank-database.js'
import { openEmbeddedInMemory } from './open-embedded.js'

it('is a database of the embedded release, in UTF-8, up to date and with nothing in its tables', async () => {
  const { db, close } = await openEmbeddedInMemory(await blankDatabase())
  const { rows } = await db.raw(
    `SELECT current_setting('server_version_num')::int / 10000 AS release, current_setting('server_encoding') AS encoding`,
  )
  expect(rows).toEqual([{ release: 18, encoding: 'UTF8' }])
  expect(await migrationStatus(db)).toEqual({ done: MIGRATIONS.map(({ name }) => name), pending: [] })
  expect(await schemaStamp(db)).toBe(SCHEMA_STAMPS.at(-1))
  expect(await holdRows(db)).toBe(false)
  await close()
})

it('says how to make it where the build did not', async () => {
  await expect(blankDatabase(pathToFileURL('/nowhere/blank-database.tar.gz'))).rejects.toMatchObject({
    code: 'data_folder.unusable',
    message: expect.stringMatching(/ built without .*\/nowhere\/blank-database\.tar\.gz.* Run "npm run build"/),
  })
})
