import { AnvilError } from '@anvil/shared'

/** The code with which something is refused; undefined where it is not. */
export async function refusedWith(doing: Promise<unknown>): Promise<string | undefined> {
  try {
    await doing
    return undefined
  } catch (error) {
    if (error instanceof AnvilError) return error.code
    throw error
  }
}
