import path from 'node:path'
import { AnvilError } from '@anvil/shared'
import { z } from 'zod'

export type DatabaseConfig = { kind: 'embedded'; folder: string } | { kind: 'postgres'; url: string; poolSize: number }

/** Everything FORGE is told from outside; durations in milliseconds, sizes in bytes, secrets in a branch of their own. */
export interface ForgeConfig {
  host: string
  port: number
  dataDir: string
  publicUrl: string | undefined
  database: DatabaseConfig
  logLevel: LogLevel
  secrets: { key: string | undefined }
}

const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
type LogLevel = z.infer<typeof LogLevel>

const SECRET_KEY = /^[A-Za-z0-9_-]{43}$/

const Environment = z
  .object({
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number('must be a port number').int('must be a whole number').min(0).max(65_535).default(4000),
    ANVIL_DATA_DIR: z.string().min(1).default('.anvil'),
    ANVIL_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
    ANVIL_SECRET_KEY: z.string().regex(SECRET_KEY, 'must be 32 bytes in base64url (43 characters)').optional(),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
    ANVIL_DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
    ANVIL_LOG_LEVEL: LogLevel.default('info'),
  })
  .refine((env) => env.DATABASE_URL === undefined || env.ANVIL_SECRET_KEY !== undefined, {
    path: ['ANVIL_SECRET_KEY'],
    error: 'is required with DATABASE_URL: 32 random bytes in base64url, the same on every node',
  })

/** Reads the configuration from environment variables; lists every mistake in one `config.invalid`. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): ForgeConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const result = Environment.safeParse(given)
  if (!result.success) {
    const mistakes = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new AnvilError('config.invalid', `The configuration has mistakes: ${mistakes.join('; ')}`, {
      details: { mistakes },
    })
  }
  const { HOST, PORT, ANVIL_DATA_DIR, ANVIL_PUBLIC_URL, ANVIL_SECRET_KEY, DATABASE_URL } = result.data
  const dataDir = path.resolve(ANVIL_DATA_DIR)
  return {
    host: HOST,
    port: PORT,
    dataDir,
    publicUrl: ANVIL_PUBLIC_URL,
    database:
      DATABASE_URL === undefined
        ? { kind: 'embedded', folder: path.join(dataDir, 'database') }
        : { kind: 'postgres', url: DATABASE_URL, poolSize: result.data.ANVIL_DATABASE_POOL },
    logLevel: result.data.ANVIL_LOG_LEVEL,
    secrets: { key: ANVIL_SECRET_KEY },
  }
}
