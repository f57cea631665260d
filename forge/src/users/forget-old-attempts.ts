import type { ForgeContext } from '../context.js'
import { deleteOldAttempts } from './sign-in-attempt-store.js'

/** Deletes the attempts to sign in that nothing depends on any more. */
export async function forgetOldAttempts({ db, now }: Pick<ForgeContext, 'db' | 'now'>): Promise<void> {
  await deleteOldAttempts(db, now())
}
