import { Command, Option } from 'commander'
import { EXIT } from '@anvil/shared/exit-codes'
import { SDK_VERSION } from '../sdk.js'
import { connectCommand, type ConnectFlags } from './commands/connect-command.js'
import { diffCommand, type DiffFlags } from './commands/diff-command.js'
import { doctorCommand } from './commands/doctor-command.js'
import { installCommand, type InstallFlags } from './commands/install-command.js'
import { listCommand } from './commands/list-command.js'
import { modeCommand, type ModeFlags } from './commands/mode-command.js'
import { renderCommand, type RenderFlags } from './commands/render-command.js'
import { rollbackCommand, type RollbackFlags } from './commands/rollback-command.js'
import { showCommand } from './commands/show-command.js'
import { statusCommand } from './commands/status-command.js'
import { syncCommand, type SyncFlags } from './commands/sync-command.js'
import { watchStatus } from './commands/watch-status.js'
import { verifyCommand, type VerifyFlags } from './commands/verify-command.js'
import type { Interrupts } from './interrupts.js'
import { type Output, processOutput } from './output.js'
import { parseDuration } from './parse-duration.js'
import { parseSequence } from './parse-sequence.js'
import type { Terminal } from './terminal.js'
import type { ClientFlags } from './with-client.js'

interface CommonFlags extends ClientFlags {
  json?: boolean
}

type Done = (code: number) => void

/** The `anvil` command; `done` gets the exit code of what was asked for, and who is to be asked sits at the terminal. */
export function createProgram(done: Done, terminal: Terminal, interrupts: Interrupts): Command {
  const program = new Command('anvil')
    .description(
      'Looks after the prompts of this application. Configured by ANVIL_*, .env and anvil.config.{json,mjs}.',
    )
    .version(SDK_VERSION)
    .exitOverride()
    .showHelpAfterError('Run anvil --help for all commands.')
  addSetUp(program, done, terminal)
  addSync(program, done)
  addMode(program, done)
  addRollback(program, done)
  addStatus(program, done, interrupts)
  addLooks(program, done)
  addRender(program, done)
  addChecks(program, done)
  return program
}

function addSetUp(program: Command, done: Done, terminal: Terminal): void {
  json(program.command('install').description('make this application ready for Anvil; shows what it changes'))
    .option('--dry-run', 'only show it')
    .option('-y, --yes', 'write it without asking')
    .action(async (flags: InstallFlags & CommonFlags) => done(await installCommand(flags, outputOf(flags), terminal)))
  json(program.command('connect').description('connect this application to a project of a FORGE'))
    .option('--forge-url <url>', "FORGE's address")
    .option('--project <id>', 'the project')
    .option('--root-key <key>', 'ed25519:…, as FORGE shows it')
    .option('--token-file <file>', 'a file that holds the access token; - for stdin')
    .action(async (flags: ConnectFlags & CommonFlags) => done(await connectCommand(flags, outputOf(flags), terminal)))
}

function addSync(program: Command, done: Done): void {
  const sync = program.command('sync').description('take the newest prompts now, also when frozen')
  common(sync)
    .addOption(new Option('--check', `only look; ends with ${EXIT.drift} when there is something new`).conflicts('out'))
    .option('--file <file>', 'take them from a .anvil file instead of FORGE')
    .option('--out <file>', 'write what runs then to a .anvil file')
    .action(async (flags: SyncFlags & CommonFlags) => done(await syncCommand(flags, outputOf(flags))))
}

function addMode(program: Command, done: Done): void {
  const mode = program.command('mode').description('show or set whether updates are taken')
  common(mode)
    .addArgument(mode.createArgument('[mode]', 'accepting or frozen').choices(['accepting', 'frozen']))
    .option('--reason <text>', 'why, for those who ask')
    .option('--for <duration>', 'how long, such as 48h', parseDuration)
    .action(async (chosen: 'accepting' | 'frozen' | undefined, flags: ModeFlags & CommonFlags, command: Command) => {
      if (chosen === undefined && (flags.reason !== undefined || flags.for !== undefined))
        command.error('error: --reason and --for need a mode to set')
      done(await modeCommand(chosen, flags, outputOf(flags)))
    })
}

function addRollback(program: Command, done: Done): void {
  common(program.command('rollback').description('go back to an older generation, and freeze there'))
    .option('--to <sequence>', 'the sequence to go back to; else the newest that is older', parseSequence)
    .action(async (flags: RollbackFlags & CommonFlags) => done(await rollbackCommand(flags, outputOf(flags))))
}

function addStatus(program: Command, done: Done, interrupts: Interrupts): void {
  common(program.command('status').description('show what runs here: version, mode, state, age and trust'))
    .option('--watch', 'show it again on each change, until Ctrl-C; with --json one object a line')
    .action(async ({ watch = false, ...flags }: { watch?: boolean } & CommonFlags) => {
      const output = outputOf(flags)
      done(await (watch ? watchStatus(flags, output, interrupts.await()) : statusCommand(flags, output)))
    })
}

function addLooks(program: Command, done: Done): void {
  common(program.command('list').description('list the prompts that run here'))
    .argument('[glob]', 'those alone whose ids fit, such as "welcome.*"')
    .action(async (glob: string | undefined, flags: CommonFlags) =>
      done(await listCommand(glob, flags, outputOf(flags))),
    )
  common(program.command('show').description('show a prompt as it was written'))
    .argument('<id>')
    .action(async (id: string, flags: CommonFlags) => done(await showCommand(id, flags, outputOf(flags))))
  common(program.command('diff').description('show what a sync would change, text by text'))
    .option('--file <file>', 'compare with a .anvil file instead of FORGE')
    .option('--check', `end with ${EXIT.drift} when something differs`)
    .action(async (flags: DiffFlags & CommonFlags) => done(await diffCommand(flags, outputOf(flags))))
}

function addRender(program: Command, done: Done): void {
  const gather = (pair: string, before: string[] = []): string[] => [...before, pair]
  common(program.command('render').description('render a prompt as an application would get it'))
    .argument('<id>')
    .option('--var <name=value>', 'a value; again for each', gather)
    .option('--vars <file>', 'a JSON file with an object of values')
    .action(async (id: string, flags: RenderFlags & CommonFlags) =>
      done(await renderCommand(id, flags, outputOf(flags))),
    )
}

function addChecks(program: Command, done: Done): void {
  json(program.command('verify').description('verify a .anvil file, without FORGE or folder'))
    .argument('<file>')
    .option('--root-key <key>', 'ed25519:…, the root key it must lead to', process.env['ANVIL_ROOT_KEY'])
    .action(async (file: string, flags: VerifyFlags & CommonFlags) =>
      done(await verifyCommand(file, flags, outputOf(flags))),
    )
  common(program.command('doctor').description('look for what keeps updates out, and say how to mend it')).action(
    async (flags: CommonFlags) => done(await doctorCommand(flags, outputOf(flags))),
  )
}

const json = (command: Command): Command => command.option('--json', 'write the result as one JSON object')

const common = (command: Command): Command => json(command).option('--config <file>', 'the configuration file to use')

const outputOf = (flags: CommonFlags): Output => processOutput(flags.json ?? false)
