import type { AppContext } from '../context.js'
import { findNamedProject, findNamedPromptSet } from '../projects/named-store.js'
import type { PromptSetKey } from '../prompt-sets/prompt-set-row.js'
import type { OperatorActor } from './operator-of.js'

/** The prompt set that a command names by ids or slugs. */
export async function promptSetOf(
  ctx: AppContext,
  actor: OperatorActor,
  { project, promptSet }: { project: string; promptSet: string },
): Promise<PromptSetKey> {
  return ctx.asActor(actor, async (trx) => {
    const projectId = await findNamedProject(trx, project)
    return { projectId, promptSetId: await findNamedPromptSet(trx, projectId, promptSet) }
  })
}
