interface Connection {
  forgeUrl: string
  projectId: string
  /** The access token; its line is left out where there is none yet. */
  value: string | undefined
  rootKey: string
}

/** The lines by which an application is connected, for its `.env`. */
export function envLines({ forgeUrl, projectId, value, rootKey }: Connection): string {
  return [
    `ANVIL_FORGE_URL=${forgeUrl}`,
    `ANVIL_PROJECT_ID=${projectId}`,
    ...(value === undefined ? [] : [`ANVIL_ACCESS_TOKEN=${value}`]),
    `ANVIL_ROOT_KEY=${rootKey}`,
  ].join('\n')
}
