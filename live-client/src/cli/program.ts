import { Command, Option } from 'commander'
import { modeCommand, type ModeFlags } from './commands/mode-command.js'
import { statusCommand } from './commands/status-command.js'
import { syncCommand, type SyncFlags } from './commands/sync-command.js'
import { type Output, processOutput } from './output.js'
import { parseDuration } from './parse-duration.js'
import type { ClientFlags } from './with-client.js'
import { EXIT } from './exit-codes.js'

interface CommonFlags extends ClientFlags {
  json?: boolean
}

/** The `anvil` command; `done` gets the exit code of what was asked for. */
export function createProgram(done: (code: number) => void): Command {
  const program = new Command('anvil')
    .description('Looks after the prompts of this application. Configured by ANVIL_* and anvil.config.{json,mjs}.')
    .exitOverride()
    .showHelpAfterError('Run anvil --help for all commands.')
  addSync(program, done)
  addMode(program, done)
  common(program.command('status').description('show what runs here: version, mode, state, age and trust')).action(
    async (flags: CommonFlags) => done(await statusCommand(flags, outputOf(flags))),
  )
  return program
}

function addSync(program: Command, done: (code: number) => void): void {
  const sync = program.command('sync').description('take the newest prompts now, also when frozen')
  common(sync)
    .addOption(new Option('--check', `only look; ends with ${EXIT.drift} when there is something new`).conflicts('out'))
    .option('--file <file>', 'take them from a .anvil file instead of FORGE')
    .option('--out <file>', 'write what runs then to a .anvil file')
    .action(async (flags: SyncFlags & CommonFlags) => done(await syncCommand(flags, outputOf(flags))))
}

function addMode(program: Command, done: (code: number) => void): void {
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

function common(command: Command): Command {
  return command
    .option('--json', 'write the result as one JSON object')
    .option('--config <file>', 'the configuration file to use')
}

const outputOf = (flags: CommonFlags): Output => processOutput(flags.json ?? false)
