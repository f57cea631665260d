import { AnvilError } from '@anvil/shared'
import { parseConfig } from './config.js'
import { startForge } from './server.js'

try {
  const forge = await startForge(parseConfig(process.env))
  forge.ctx.log.info(`FORGE is at ${forge.url}`)
  if (forge.setupCode !== undefined)
    forge.ctx.log.info(`First admin: POST /api/v1/setup with the code ${forge.setupCode}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void forge.close())
} catch (error) {
  process.stderr.write(
    `${error instanceof AnvilError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  )
  process.exitCode = 1
}
