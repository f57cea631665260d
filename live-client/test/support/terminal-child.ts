/** `anvil` as at a terminal: what is typed comes by stdin, what is seen goes to stderr. */
import { runProgram } from '../../src/cli/run-program.js'

process.exitCode = await runProgram({ input: process.stdin, output: process.stderr, isAttended: true })
// Other than a terminal, an open pipe may keep the process.
process.stdin.destroy()
