const UNIQUE_VIOLATION = '23505'

/** Runs a statement and calls `onTaken` where a unique constraint refuses it; the transaction is lost then. */
export async function insertOnce(
  statement: PromiseLike<unknown>,
  onTaken: (constraint: string) => never,
): Promise<void> {
  try {
    await statement
  } catch (error) {
    if (isUniqueViolation(error)) onTaken(error.constraint ?? '')
    throw error
  }
}

function isUniqueViolation(error: unknown): error is Error & { constraint?: string } {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION
}
