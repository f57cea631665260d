import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import pc from 'picocolors'
import { AnvilError } from '@anvil/shared/errors'
import { EXIT } from '@anvil/shared/exit-codes'
import { createAnvil } from '../../anvil.js'
import { checkConnection, type Answers } from '../check-connection.js'
import { type FileEdit, realEdits, writeEdits } from '../files/file-edit.js'
import { withMembers } from '../files/json-of-file.js'
import { withLines, withVariable } from '../files/lines-of-file.js'
import { type Output, writeResult } from '../output.js'
import { Questions } from '../questions.js'
import type { Terminal } from '../terminal.js'

export interface ConnectFlags {
  forgeUrl?: string
  project?: string
  rootKey?: string
  /** A file that holds the access token; `-` for stdin. */
  tokenFile?: string
}

/** `anvil connect`: checks address, key, token and first prompts in this order, and only then writes the configuration. */
export async function connectCommand(flags: ConnectFlags, output: Output, terminal: Terminal): Promise<number> {
  const answers = await collect(flags, terminal)
  const { rootKey, isFirstUse } = await checkConnection(answers, (what) => output.message(`${pc.green('ok')}  ${what}`))
  const { prompts, environment, position } = await firstSync({ ...answers, rootKey })
  output.message(`${pc.green('ok')}  ${prompts} prompts of ${environment} verified, at #${position}`)
  if (isFirstUse)
    output.message(pc.yellow(`The root key was taken as FORGE told it: compare ${rootKey} with what its page shows.`))
  const edits = realEdits(await editsFor({ ...answers, rootKey }))
  await writeEdits(edits)
  const written = edits.map(({ path }) => path)
  writeResult(
    output,
    { forge_url: answers.forgeUrl, project_id: answers.projectId, environment, root_key: rootKey, written },
    [
      written.length > 0
        ? `Connected. Written: ${written.join(', ')}`
        : 'Connected. The configuration was there already.',
    ],
  )
  return EXIT.ok
}

async function collect(flags: ConnectFlags, terminal: Terminal): Promise<Answers> {
  const given = {
    'forge-url': flags.forgeUrl ?? variable('ANVIL_FORGE_URL'),
    project: flags.project ?? variable('ANVIL_PROJECT_ID'),
    token: (await tokenIn(flags.tokenFile, terminal)) ?? variable('ANVIL_ACCESS_TOKEN'),
  }
  const missing = Object.entries(given).flatMap(([name, value]) => (value === '' ? [name] : []))
  if (missing.length > 0 && !terminal.isAttended) throw new AnvilError('command.needs_answer', needed(missing))
  const asked = missing.length > 0 ? await askFor(given, terminal) : given
  return {
    forgeUrl: asked['forge-url'].replace(/\/+$/, ''),
    projectId: asked.project,
    accessToken: asked.token,
    rootKey: flags.rootKey ?? process.env['ANVIL_ROOT_KEY'],
  }
}

type Given = Record<'forge-url' | 'project' | 'token', string>

async function askFor(given: Given, terminal: Terminal): Promise<Given> {
  const questions = new Questions(terminal)
  try {
    return {
      'forge-url': given['forge-url'] || (await questions.ask("FORGE's address: ")),
      project: given.project || (await questions.ask('Project id: ')),
      token: given.token || (await questions.ask('Access token (not shown): ', { secret: true })),
    }
  } finally {
    questions.close()
  }
}

const variable = (name: string): string => process.env[name] ?? ''

function needed(missing: readonly string[]): string {
  const how: Record<string, string> = { token: '--token-file <file> (- for stdin) or ANVIL_ACCESS_TOKEN' }
  const list = missing.map((name) => how[name] ?? `--${name}`)
  return `There is no terminal to ask on. Missing: ${list.join(', ')}. FORGE's page shows all of them.`
}

async function tokenIn(path: string | undefined, { input }: Terminal): Promise<string | undefined> {
  if (path === undefined) return undefined
  const text = path === '-' ? textOf(input) : readFile(path, 'utf8')
  const read = await text.catch((cause: unknown) => {
    throw new AnvilError('file.unusable', `The access token can't be read from ${path}.`, { cause })
  })
  return read.trim()
}

/** Takes the first prompts into memory, so that what is written is known to work. */
async function firstSync(answers: Answers & { rootKey: string }) {
  const client = createAnvil({ ...answers, cacheDir: false, transport: 'pull', logger: false }, { live: false })
  try {
    await client.start()
    await client.sync()
    const { prompts, environment, sequence } = client.status()
    return { prompts, environment, position: sequence ?? 0 }
  } finally {
    await client.close()
  }
}

async function editsFor({
  forgeUrl,
  projectId,
  rootKey,
  accessToken,
}: Answers & { rootKey: string }): Promise<FileEdit[]> {
  return [
    await withVariable('.env', 'ANVIL_ACCESS_TOKEN', accessToken),
    await withMembers('anvil.config.json', { forgeUrl, projectId, rootKey }),
    await withLines('.gitignore', ['.env', '.anvil-cache/']),
  ]
}
