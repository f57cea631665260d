import { Anything, HeadAnswer } from './answers.js'
import type { LockedSet } from './lock-prompt-set.js'
import { type SeedSession, takeStep } from './take-step.js'

/** Publishes all sets to production in one publication, unless something runs there already. */
export async function publishAll(session: SeedSession, projectId: string, locked: LockedSet[]): Promise<void> {
  const path = `/projects/${projectId}/environments/production`
  const head = await takeStep(session, HeadAnswer, { path: `${path}/head` })
  if (head.bundles.length > 0) return
  await takeStep(session, Anything, {
    method: 'POST',
    path: `${path}/publications`,
    headers: { 'idempotency-key': 'quick-start' },
    body: {
      kind: 'publish',
      sets: locked.map(({ promptSetId, version }) => ({ prompt_set_id: promptSetId, version })),
      expected_sequence: head.sequence,
      note: 'The demo prompts',
    },
  })
}
