import { readFile } from 'node:fs/promises'
import { AnvilError } from '@anvil/shared'

const BUILT = new URL('../../dist/blank-database.tar.gz', import.meta.url)

/**
 * An embedded database with every table and no row, which FORGE's build made and packed: unpacking it takes a first
 * start a fraction of the time that making one anew would.
 */
export async function blankDatabase(file = BUILT): Promise<Blob> {
  const packed = await readFile(file).catch((cause: unknown) => {
    throw new AnvilError(
      'data_folder.unusable',
      `This FORGE was built without the database that a first start unpacks (${file.pathname}). Run "npm run build" where Anvil was built.`,
      { cause },
    )
  })
  return new Blob([packed], { type: 'application/gzip' })
}
