#!/usr/bin/env node
import { EXIT } from '@anvil/shared/exit-codes'
import { stopSignal } from '../stop-signal.js'
import { runCli } from './run-cli.js'

const interrupt = (): void => process.exit(EXIT.interrupted)

process.on('SIGINT', interrupt)

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  input: process.stdin,
  result: (text) => void process.stdout.write(text),
  message: (text) => void process.stderr.write(text),
  color: process.env['NO_COLOR'] === undefined && process.stderr.isTTY,
  asked: () => {
    process.off('SIGINT', interrupt)
    return stopSignal()
  },
})
// Where a connection to a database that does not answer is still open.
setTimeout(() => process.exit(), 1_000).unref()
