import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { blankDatabase } from './blank-database.js'
import { openEmbeddedInMemory } from './open-embedded.js'

it('is a database of the embedded release, in UTF-8, without tables', async () => {
  const { db, close } = await openEmbeddedInMemory(await blankDatabase())
  const { rows } = await db.raw(
    `SELECT current_setting('server_version_num')::int / 10000 AS release, current_setting('server_encoding') AS encoding,
       (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public') AS tables`,
  )
  expect(rows).toEqual([{ release: 18, encoding: 'UTF8', tables: 0 }])
  await close()
})

it('says how to make it where the build did not', async () => {
  await expect(blankDatabase(pathToFileURL('/nowhere/blank-database.tar.gz'))).rejects.toMatchObject({
    code: 'data_folder.unusable',
    message: expect.stringMatching(/ built without .*\/nowhere\/blank-database\.tar\.gz.* Run "npm run build"/),
  })
})
