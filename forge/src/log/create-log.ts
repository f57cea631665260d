import { type DestinationStream, type Logger, pino } from 'pino'
import type { ForgeConfig } from '../config.js'

/** What PostgreSQL adds to an error may hold the values of a row, so the log leaves it out. */
const MAY_HOLD_VALUES = ['err.detail', 'err.where', 'err.internalQuery']

/** FORGE's log: one JSON object a line, to standard output unless told otherwise, and without anybody's secrets. */
export function createLog(level: ForgeConfig['logLevel'], destination?: DestinationStream): Logger {
  const options = { level, redact: { paths: MAY_HOLD_VALUES, remove: true } }
  return destination === undefined ? pino(options) : pino(options, destination)
}
