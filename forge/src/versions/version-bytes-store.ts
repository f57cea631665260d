import { Bundle, parse } from '@anvil/shared'
import type { Knex } from 'knex'

/** A version's canonical bytes, exactly as they are signed for. */
export async function getVersionBytes(trx: Knex, versionId: string): Promise<Buffer> {
  const row: { bytes: Buffer } | undefined = await trx('versions').where({ id: versionId }).first('bytes')
  if (!row) throw new Error(`The version ${versionId} has no bytes`)
  return row.bytes
}

/** A version as the document that its bytes hold. */
export async function getVersionBundle(trx: Knex, versionId: string): Promise<Bundle> {
  const bytes = await getVersionBytes(trx, versionId)
  return parse(Bundle, JSON.parse(bytes.toString('utf8')), 'internal')
}
