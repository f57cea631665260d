import type { ForgeConnection } from '@anvil/shared/api'

/** The tour's project, with the two people who work on it and what its applications connect with. */
export interface ProjectAccess {
  author: ForgeConnection
  reviewer: ForgeConnection
  projectId: string
  promptSetId: string
  accessToken: string
  rootKey: string
}

/** The environment of an application of this project. */
export function appEnvironment(project: ProjectAccess, forgeUrl: string): Record<string, string> {
  return {
    ANVIL_FORGE_URL: forgeUrl,
    ANVIL_PROJECT_ID: project.projectId,
    ANVIL_ACCESS_TOKEN: project.accessToken,
    ANVIL_ROOT_KEY: project.rootKey,
  }
}
