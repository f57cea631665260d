/** The commands of the start page, for the FORGE at the given address. */
export function commandsFor(base: string): { signIn: string; look: string; connect: string } {
  return {
    signIn: [
      `curl -s ${base}/api/v1/sessions \\`,
      `  -H 'content-type: application/json' \\`,
      `  -d '{"email":"you@example.com","password":"your password"}'`,
    ].join('\n'),
    look: [`curl -s ${base}/api/v1/organisations \\`, `  -H 'authorization: Bearer <token>'`].join('\n'),
    connect: [
      `ANVIL_FORGE_URL=${base}`,
      'ANVIL_PROJECT_ID=<the project>',
      'ANVIL_ACCESS_TOKEN=<a token of the project>',
      'ANVIL_ROOT_KEY=<root_key of /api/v1/forge>',
    ].join('\n'),
  }
}
