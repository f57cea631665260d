/** How many rows one statement writes: more would keep the event loop, where the database runs inside this process. */
export const BATCH_ROWS = 100

/** Works through items a batch at a time. */
export async function inBatches<T>(items: readonly T[], work: (batch: T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += BATCH_ROWS) await work(items.slice(from, from + BATCH_ROWS))
}
