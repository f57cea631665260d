/** Takes one line per applied or refused update and per warning. */
export interface Logger {
  info(line: string): void
  warn(line: string): void
}

/** Writes to stderr, so that an application's own output stays clean. */
export const stderrLogger: Logger = {
  info: (line) => void process.stderr.write(`anvil: ${line}\n`),
  warn: (line) => void process.stderr.write(`anvil: warning: ${line}\n`),
}

const silentLogger: Logger = { info: () => undefined, warn: () => undefined }

/** The logger to use: a host's own that throws costs its line and nothing else. */
export function safeLogger(logger: Logger | false): Logger {
  if (logger === false) return silentLogger
  return {
    info: (line) => quietly(() => logger.info(line)),
    warn: (line) => quietly(() => logger.warn(line)),
  }
}

function quietly(write: () => void): void {
  try {
    write()
  } catch {
    return
  }
}
