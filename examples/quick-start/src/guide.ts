import path from 'node:path'
import { demoCacheDir } from './demo-app.js'
import { demoEnvFile } from './demo-env.js'

export interface GuideInput {
  forgeUrl: string
  demoUrl: string
  dataDir: string
  workingDir: string
}

/** What npm start prints when everything runs: where to look, and what to try next. */
export function guide({ forgeUrl, demoUrl, dataDir, workingDir }: GuideInput): string {
  const envFile = shortest(workingDir, demoEnvFile(dataDir))
  const cacheDir = shortest(workingDir, demoCacheDir(dataDir))
  const own = dataDir === path.join(workingDir, '.anvil')
  const folder = own ? '' : `ANVIL_DATA_DIR=${shortest(workingDir, dataDir)} `
  return `
  FORGE              ${forgeUrl}
  API reference      ${forgeUrl}/docs
  Demo application   ${demoUrl}      a LIVE instance that shows a few prompts
  Access             ${envFile}      admin, project, token and root key

  Change a prompt, and watch the demo application swap it:
    ${folder}bash examples/quick-start/change-prompt.sh welcome.en 'Hi {{name}}, nice to see you.'

  Ask or freeze the demo application from another terminal, or see what it is sent:
    set -a; . ${envFile}; set +a; export ANVIL_CACHE_DIR=${cacheDir}
    node live-client/dist/cli/main.js status
    node live-client/dist/cli/main.js mode frozen --reason "trying it out"
    curl -s -H "authorization: Bearer $ANVIL_ACCESS_TOKEN" $ANVIL_FORGE_URL/api/v1/projects/$ANVIL_PROJECT_ID/manifest

  The whole story, with crashes and attacks:
    node examples/tour/dist/main.js

  Ctrl-C stops everything; the next npm start comes back with the same data.
`
}

/** A path as a person would type it in a shell, and never one that is looked for in the PATH. */
function shortest(workingDir: string, file: string): string {
  const relative = path.relative(workingDir, file)
  if (relative === '') return '.'
  const typed = relative.includes('/') ? relative : `./${relative}`
  return asWord(/^\.\.(\/|$)/.test(relative) ? file : typed)
}

/** A text that a shell reads as one word and as it stands. */
function asWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
