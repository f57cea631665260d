import { type DemoEnv, isComplete, readDemoEnv, writeDemoEnv } from '../demo-env.js'
import { loadDemoPromptSets } from '../demo-prompts.js'
import { issueToken } from './issue-token.js'
import { type LockedSet, lockPromptSet } from './lock-prompt-set.js'
import { openProject } from './open-project.js'
import { publishAll } from './publish-all.js'
import { rootKeyOf } from './root-key-of.js'
import { setUpAdmin } from './set-up-admin.js'
import type { SeedSession } from './take-step.js'

export interface SeedInput {
  url: string
  setupCode: string | undefined
  dataDir: string
  say: (line: string) => void
  interrupted: AbortSignal
}

/** What the demo needs, made on the first start. Each step finds what is there already, so an interrupted one goes on. */
export async function seedDemo(input: SeedInput): Promise<DemoEnv> {
  const { url, setupCode, dataDir, say } = input
  const known = await readDemoEnv(dataDir)
  if (setupCode === undefined && isComplete(known)) return keepAddress(known, url, dataDir)
  if (setupCode === undefined) say('Going on with the first start, which was interrupted …')
  else say('First start: making an admin, a project and two prompt sets …')
  const session = await setUpAdmin(input)
  const projectId = await openProject(session)
  await publishAll(session, projectId, await lockAll(session, projectId, say))
  say('Both prompt sets are locked, and published to production.')
  const env = {
    ...(await readDemoEnv(dataDir)),
    ANVIL_FORGE_URL: url,
    ANVIL_PROJECT_ID: projectId,
    ANVIL_ROOT_KEY: await rootKeyOf(session),
    // Last, so that nothing comes between the token's issue and its line in the file.
    ANVIL_ACCESS_TOKEN: await issueToken(session, projectId),
  }
  await writeDemoEnv(dataDir, env)
  if (!isComplete(env)) throw new Error('demo.env lacks the admin that was just set up')
  return env
}

/** FORGE may listen on another port than last time. */
async function keepAddress(known: DemoEnv, url: string, dataDir: string): Promise<DemoEnv> {
  const env = { ...known, ANVIL_FORGE_URL: url }
  if (known.ANVIL_FORGE_URL !== url) await writeDemoEnv(dataDir, env)
  return env
}

/** In order: texts that others include have to be locked first. */
async function lockAll(session: SeedSession, projectId: string, say: SeedInput['say']): Promise<LockedSet[]> {
  const locked: LockedSet[] = []
  for (const promptSet of await loadDemoPromptSets()) {
    locked.push(await lockPromptSet(session, projectId, promptSet))
    say(`${promptSet.name}: ${promptSet.prompts.length} prompts, reviewed, approved and locked.`)
  }
  return locked
}
