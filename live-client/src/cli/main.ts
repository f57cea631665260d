#!/usr/bin/env node
import { runProgram } from './run-program.js'
import { processTerminal } from './terminal.js'

process.exitCode = await runProgram(processTerminal())
