import pc from 'picocolors'
import { AnvilError } from '@anvil/shared/errors'
import { EXIT } from '@anvil/shared/exit-codes'
import { startClient, type StartedClient } from '../../start-client.js'
import { checkFolder } from '../doctor/check-folder.js'
import { checkForge } from '../doctor/check-forge.js'
import { type Finding, ok, warning, wrong } from '../doctor/finding.js'
import { type Output, writeResult } from '../output.js'
import type { ClientFlags } from '../with-client.js'

/** `anvil doctor`: looks at everything an update passes, and says for each fault how to mend it; fails where one is wrong. */
export async function doctorCommand({ config }: ClientFlags, output: Output): Promise<number> {
  const findings = await examine(config)
  const isWell = findings.every(({ state }) => state !== 'wrong')
  writeResult(output, { ok: isWell, findings }, findings.flatMap(linesOf))
  return isWell ? EXIT.ok : EXIT.failed
}

async function examine(configFile: string | undefined): Promise<Finding[]> {
  const warnings: string[] = []
  const logger = { info: () => undefined, warn: (line: string) => void warnings.push(line) }
  let client: StartedClient
  try {
    client = await startClient({ logger, ...(configFile === undefined ? {} : { configFile }) }, () => undefined, {
      live: false,
    })
  } catch (error) {
    if (!(error instanceof AnvilError)) throw error
    return [checkNode(), wrong('configuration', error.message, 'Run anvil connect, or set what is missing.')]
  }
  try {
    const { core } = client
    const configured = ok('configuration', `project ${core.settings.projectId}, ${core.settings.environment}`)
    return [
      checkNode(),
      configured,
      ...(await checkFolder(core, warnings)),
      ...(await checkForge(core)),
      checkMode(core),
    ]
  } finally {
    await client.close()
  }
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return ok('node', `Node ${process.versions.node}`)
  return wrong('node', `Node ${process.versions.node} is too old`, 'Install Node 20.19 or newer.')
}

function checkMode({ modes, wanted }: StartedClient['core']): Finding {
  const { mode, setBy, reason } = modes.effective
  if (mode === 'accepting') return ok('mode', 'accepting: updates are taken')
  const behind = wanted ? `; #${wanted.sequence} is waiting` : ''
  const detail = `frozen by ${setBy}${reason === null ? '' : `: ${reason}`}${behind}`
  return warning('mode', detail, 'anvil sync takes what is new once; anvil mode accepting lets updates in again.')
}

const SIGNS = { ok: pc.green('ok     '), warning: pc.yellow('warning'), wrong: pc.red('wrong  ') }

function linesOf({ check, state, detail, fix }: Finding): string[] {
  const line = `${SIGNS[state]}  ${check}: ${detail}`
  return fix === undefined ? [line] : [line, `         → ${fix}`]
}
